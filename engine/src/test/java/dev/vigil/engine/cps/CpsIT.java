package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointClient;
import dev.vigil.engine.fence.PointRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The server's process, killed while it writes.
class CpsIT {
    private static final int KILLS = 12;

    @TempDir private Path directory;
    private Process process;
    private TestPoint point;

    @AfterEach
    void end() {
        if (process != null) process.destroyForcibly();
    }

    @Test
    @Timeout(300)
    void whatWasGrantedSurvivesAKillAtAnyInstant() throws Exception {
        Path clusters = directory.resolve("etc/cps/clusters");
        Files.createDirectories(clusters);
        int port = TestPoint.unusedPort();
        Files.writeString(
                directory.resolve("etc/cps/vxcps.conf"),
                "cps_name=cp1\nvip=[127.0.0.1]:" + port + "\n");
        Random random = new Random(port);
        AtomicLong granted = new AtomicLong();
        try (TestPoint clients = new TestPoint(directory.resolve("etc/cps"))) {
            point = clients;
            TestCluster shop = new TestCluster(directory, "shop", clients);
            CoordinationPoint at =
                    new CoordinationPoint(List.of(new PointAddress("127.0.0.1", port)));
            long next = 1;
            for (int kill = 0; kill < KILLS; kill++) {
                start();
                PointClient north = shop.client("north", at);
                TestPoint.until(() -> registered(north) >= 0);
                assertTrue(
                        registered(north) >= granted.get(),
                        "incarnation "
                                + granted
                                + " was granted before kill "
                                + kill
                                + ", and "
                                + registered(north)
                                + " is registered");
                // It dies somewhere in the next few writes, some of which were never answered.
                int writes = random.nextInt(30);
                for (int i = 0; i < writes; i++) {
                    long incarnation = next++;
                    if (register(north, incarnation) instanceof PointAnswer.Granted)
                        granted.set(incarnation);
                }
                for (int i = 0; i < 20; i++) {
                    long incarnation = next++;
                    point.vertx().runOnContext(go -> ask(north, incarnation, granted));
                }
                process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
                point.vertx().runOnContext(go -> north.close());
            }
            assertTrue(granted.get() > KILLS, () -> "only " + granted + " registrations");
        }
    }

    /// Does not wait for the answer.
    private static void ask(PointClient client, long incarnation, AtomicLong granted) {
        client.ask(request(incarnation))
                .onSuccess(
                        answer -> {
                            if (answer instanceof PointAnswer.Granted)
                                granted.accumulateAndGet(incarnation, Math::max);
                        });
    }

    /// The registered incarnation; 0 if there is none, -1 if the point does not answer.
    private long registered(PointClient client) throws Exception {
        return point.on(() -> client.ask(new PointRequest.ReadKeys()))
                        instanceof PointAnswer.Granted(var keys)
                ? keys.stream().mapToLong(Key::incarnation).max().orElse(0)
                : -1;
    }

    private PointAnswer register(PointClient client, long incarnation) throws Exception {
        return point.on(() -> client.ask(request(incarnation)));
    }

    private static PointRequest request(long incarnation) {
        return new PointRequest.Register(new Key(0, incarnation), new TreeSet<>());
    }

    private void start() throws IOException {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CpsMain.class.getName());
        builder.environment().put("VIGIL_CONF", directory.resolve("etc").toString());
        builder.environment().put("VIGIL_LIB", directory.resolve("lib").toString());
        builder.environment().put("VIGIL_LOG", directory.resolve("log").toString());
        builder.environment().put("VIGIL_RUN", directory.resolve("run").toString());
        builder.inheritIO();
        process = builder.start();
    }
}
