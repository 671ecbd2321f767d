package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointClients;
import dev.vigil.engine.fence.PointReport;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.tls.ClusterKeys;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

class PointClientsTest {
    private static final long TIMEOUT_MS = 20_000;
    private static final long SHORT_MS = 500;

    @TempDir private Path directory;
    private final Queue<PointReport> changes = new ConcurrentLinkedQueue<>();
    private TestPoint point;
    private TestCluster shop;

    @BeforeEach
    void start() throws Exception {
        point = new TestPoint(directory.resolve("cp1"));
        shop = new TestCluster(directory, "shop", point);
        point.start();
    }

    @AfterEach
    void stop() {
        point.close();
    }

    @Test
    void oneServerUnderTwoNamesCountsOnce() throws Exception {
        var alias = new CoordinationPoint(List.of(new PointAddress("localhost", point.port())));
        PointClients clients = clients(TIMEOUT_MS, point.point(), alias);
        assertInstanceOf(PointAnswer.Granted.class, ask(clients, point.point().name()));
        var refused = assertInstanceOf(PointAnswer.Unreachable.class, ask(clients, alias.name()));
        assertTrue(refused.reason().contains("it is the same server (cp)"), refused::reason);
    }

    @Test
    void aPointThatIsNotInTheFileIsNotAsked() throws Exception {
        var unknown =
                assertInstanceOf(
                        PointAnswer.Unreachable.class,
                        ask(clients(TIMEOUT_MS, point.point()), "elsewhere:443"));
        assertTrue(unknown.reason().contains("the files differ"), unknown::reason);
    }

    @Test
    void aServerThatSaysNothingIsGivenUpAndItsNextAddressTried() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var both =
                    new CoordinationPoint(
                            List.of(
                                    new PointAddress("127.0.0.1", silent.getLocalPort()),
                                    point.point().addresses().getFirst()));
            PointClients clients = clients(SHORT_MS, both);
            var late = assertInstanceOf(PointAnswer.Unreachable.class, ask(clients, both.name()));
            assertTrue(late.reason().contains("no answer within 500 ms"), late::reason);
            TestPoint.until(() -> ask(clients, both.name()) instanceof PointAnswer.Granted);
        }
    }

    @Test
    void aPointThatGoesAndComesIsNoticedInPeacetime() throws Exception {
        PointClients clients = clients(TIMEOUT_MS, point.point());
        point.vertx().runOnContext(go -> clients.open());
        TestPoint.until(() -> reachable(true));
        point.stop();
        TestPoint.until(() -> reachable(false));
        point.start();
        TestPoint.until(() -> reachable(true));
        assertEquals(
                List.of(true, false, true), changes.stream().map(PointReport::reachable).toList());
    }

    private boolean reachable(boolean wanted) {
        return changes.stream()
                .reduce((earlier, later) -> later)
                .filter(last -> last.reachable() == wanted)
                .isPresent();
    }

    private PointClients clients(long timeoutMs, CoordinationPoint... points) throws Exception {
        return new PointClients(
                point.vertx(),
                ClusterKeys.read(shop.keys("north")),
                List.of(points),
                timeoutMs,
                changes::add);
    }

    private PointAnswer ask(PointClients clients, String name) throws Exception {
        return point.on(() -> clients.ask(name, new PointRequest.ReadKeys()));
    }
}
