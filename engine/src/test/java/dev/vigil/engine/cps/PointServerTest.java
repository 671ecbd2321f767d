package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointAnswer.Granted;
import dev.vigil.engine.fence.PointAnswer.Refused;
import dev.vigil.engine.fence.PointAnswer.Unreachable;
import dev.vigil.engine.fence.PointClient;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointRequest.Eject;
import dev.vigil.engine.fence.PointRequest.ReadKeys;
import dev.vigil.engine.fence.PointRequest.Register;
import dev.vigil.engine.fence.PointWord;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

class PointServerTest {
    @TempDir private Path directory;
    private TestPoint point;
    private TestCluster shop;

    @BeforeEach
    void start() throws Exception {
        point = new TestPoint(directory.resolve("cp1"));
        shop = new TestCluster(directory, "shop", point);
        point.start();
    }

    @AfterEach
    void stop() throws Exception {
        point.close();
    }

    @Test
    void oneOfTwoSystemsWinsTheRace() throws Exception {
        PointClient north = shop.client("north", point);
        PointClient south = shop.client("south", point);
        assertEquals("[0/1]", granted(north, register(0, 1)));
        assertEquals("[0/1, 1/1]", granted(south, register(1, 1, 0)));
        assertEquals("[1/1]", granted(south, eject(1, 1, 0)));
        assertTrue(refused(north, eject(0, 1, 1)).contains("0/1"));
        assertEquals("[1/1]", granted(north, new ReadKeys()));
        assertEquals("[1/1]", south.report().keys().toString());
    }

    @Test
    void whatWasGrantedIsThereAfterARestart() throws Exception {
        PointClient north = shop.client("north", point);
        granted(north, register(0, 1));
        granted(shop.client("south", point), register(1, 4, 0));
        granted(north, eject(0, 1, 1));
        point.restart();
        PointClient again = shop.client("south", point);
        assertTrue(refused(again, register(1, 4, 0)).contains("ejected"));
        assertEquals("[0/1]", granted(again, new ReadKeys()));
    }

    @Test
    void aConnectionThatBrokeIsOpenedAgain() throws Exception {
        PointClient north = shop.client("north", point);
        granted(north, register(0, 1));
        point.restart();
        TestPoint.until(() -> ask(north, new ReadKeys()) instanceof Granted);
    }

    @Test
    void aFileThatAKillLeftHalfWrittenIsNotRead() throws Exception {
        granted(shop.client("north", point), register(0, 1));
        point.stop();
        Files.writeString(memory().resolveSibling(memory().getFileName() + ".new"), "vigil-po");
        point.start();
        assertEquals("[0/1]", granted(shop.client("south", point), new ReadKeys()));
    }

    @Test
    void whatThePointKnowsCanBeMeasured() throws Exception {
        granted(shop.client("north", point), register(0, 1));
        String metrics = point.metrics();
        assertTrue(metrics.contains("\nvigil_cps_counted{what=\"changes\"} 1\n"), metrics);
        assertTrue(metrics.contains("\nvigil_cps_connections 1\n"), metrics);
        assertTrue(metrics.contains("\nvigil_cps_registered{cluster=\"shop\"} 1\n"), metrics);
        assertTrue(metrics.contains("\nvigil_cps_damaged{cluster=\"shop\"} 0\n"), metrics);
        point.damage(shop);
        assertTrue(point.metrics().contains("\nvigil_cps_damaged{cluster=\"shop\"} 1\n"));
    }

    @Test
    void damagedMemoryIsNotTakenForEmpty() throws Exception {
        granted(shop.client("north", point), register(0, 1));
        point.stop();
        String stored = Files.readString(memory());
        Files.writeString(memory(), stored.replace("key 0 1", "key 0 2"));
        point.start();
        PointClient south = shop.client("south", point);
        var unreachable = assertInstanceOf(Unreachable.class, ask(south, register(1, 1)));
        assertTrue(unreachable.reason().contains("damaged"), unreachable::reason);
        assertTrue(point.said().contains("rm_clus"), point::said);
        assertInstanceOf(
                Granted.class,
                point.on(() -> PointClient.answer(south.say(PointWord.ForgetCluster::new))));
        assertEquals("[1/1]", granted(south, register(1, 1)));
    }

    @Test
    void memoryThatWasCutShortIsNotTakenForEmpty() throws Exception {
        granted(shop.client("north", point), register(0, 1));
        point.stop();
        byte[] stored = Files.readAllBytes(memory());
        assertTrue(PointStore.open(memory().getParent(), shop.id()).damage().isEmpty());
        for (int length = 0; length < stored.length; length++) {
            Files.write(memory(), Arrays.copyOf(stored, length));
            assertTrue(
                    PointStore.open(memory().getParent(), shop.id()).damage().isPresent(),
                    "cut to " + length + " bytes");
        }
        Files.write(memory(), stored);
        point.start();
        assertEquals("[0/1]", granted(shop.client("south", point), new ReadKeys()));
    }

    @Test
    void aDiskThatCannotBeWrittenGrantsNothing() throws Exception {
        granted(shop.client("north", point), register(0, 1));
        // Nothing can be renamed onto a directory that is not empty.
        byte[] stored = Files.readAllBytes(memory());
        Files.delete(memory());
        Files.createDirectories(memory().resolve("in the way"));
        PointClient south = shop.client("south", point);
        assertInstanceOf(Unreachable.class, ask(south, register(1, 1, 0)));
        assertEquals("[0/1]", granted(south, new ReadKeys()));
        assertTrue(point.said().contains("Check the disk"), point::said);
        Files.delete(memory().resolve("in the way"));
        Files.delete(memory());
        Files.write(memory(), stored);
        assertEquals("[0/1, 1/1]", granted(south, register(1, 1, 0)));
    }

    @Test
    void nobodyAsksInTheNameOfAnother() throws Exception {
        PointClient north = shop.client("north", point);
        PointClient south = shop.client("south", point);
        granted(north, register(0, 1));
        assertInstanceOf(Unreachable.class, ask(south, register(0, 2)));
        assertInstanceOf(Unreachable.class, ask(south, eject(0, 1, 1)));
        assertInstanceOf(Unreachable.class, ask(south, new PointRequest.Unregister(new Key(0, 1))));
        assertEquals("[0/1]", granted(north, new ReadKeys()));
        assertEquals(3, point.count("malformed"));
        assertEquals(1, point.said().lines().filter(l -> l.contains("name of another")).count());
    }

    @Test
    void clustersDoNotSeeEachOther() throws Exception {
        TestCluster farm = new TestCluster(directory, "farm", point);
        granted(shop.client("north", point), register(0, 1));
        // Made after the point was started: found when it first connects.
        TestPoint.until(() -> ask(farm.client("north", point), new ReadKeys()) instanceof Granted);
        assertEquals("[0/7]", granted(farm.client("north", point), register(0, 7)));
        assertEquals("[0/1]", granted(shop.client("north", point), new ReadKeys()));
    }

    @Test
    void whoseClusterIsNotServedIsRefused() throws Exception {
        try (TestPoint elsewhere = new TestPoint(directory.resolve("cp2"))) {
            TestCluster farm = new TestCluster(directory, "farm", elsewhere);
            assertInstanceOf(Unreachable.class, askOn(elsewhere, farm.client("north", point)));
            TestPoint.until(() -> point.count("handshake") == 1);
        }
    }

    @Test
    void anAuthorityCannotSpeakForAnotherCluster() throws Exception {
        // The administrator of "farm" makes a certificate that says it is north of "shop".
        TestCluster farm = new TestCluster(directory, "farm", point);
        PointClient forged = farm.forged(shop.id(), 0, "north", point);
        assertInstanceOf(Unreachable.class, ask(forged, register(0, 9)));
        assertEquals("[]", granted(shop.client("north", point), new ReadKeys()));
    }

    @Test
    void whoIsNoPointIsNotAsked() throws Exception {
        // A server with the keys of a system.
        TestPoint impostor = new TestPoint(directory.resolve("impostor"));
        try (Stream<Path> files = Files.list(shop.keys("south"))) {
            Path place = Files.createDirectories(impostor.clusters().resolve("shop"));
            for (Path each : files.toList()) Files.copy(each, place.resolve(each.getFileName()));
        }
        assertEquals(0, impostor.start());
        impostor.close();
        assertTrue(impostor.said().contains("which is no point"), impostor::said);
    }

    @Test
    void theNextAddressIsTriedWhenOneDoesNotAnswer() throws Exception {
        int port = point.port();
        PointClient north =
                shop.client(
                        "north",
                        new CoordinationPoint(
                                List.of(
                                        new PointAddress("127.0.0.1", TestPoint.unusedPort()),
                                        new PointAddress("127.0.0.1", port))));
        assertEquals("[0/1]", granted(north, register(0, 1)));
    }

    @Test
    void operatorsSeeAndClearKeys() throws Exception {
        PointClient south = shop.client("south", point);
        granted(shop.client("north", point), register(0, 3));
        granted(south, register(1, 1, 0));
        var described = (PointWord.Description) point.on(() -> south.say(PointWord.Describe::new));
        assertEquals("shop", described.cluster());
        assertEquals(
                List.of(
                        new PointWord.SystemAtPoint(0, "north", 3, -1),
                        new PointWord.SystemAtPoint(1, "south", 1, -1)),
                described.systems());
        point.on(() -> south.say(id -> new PointWord.Clear(id, 0)));
        assertEquals("[1/1]", granted(south, new ReadKeys()));
        assertTrue(point.said().contains("south clears the key of north"), point::said);
        assertTrue(refused(shop.client("north", point), register(0, 3, 1)).contains("ejected"));
        point.on(() -> south.say(id -> new PointWord.Forget(id, 0)));
        assertEquals("[0/1, 1/1]", granted(shop.client("north", point), register(0, 1, 1)));
    }

    private Path memory() {
        return point.memory().resolve(shop.id() + ".point");
    }

    private PointAnswer ask(PointClient client, PointRequest request) throws Exception {
        return point.on(() -> client.ask(request));
    }

    private static PointAnswer askOn(TestPoint loop, PointClient client) throws Exception {
        return loop.on(() -> client.ask(new ReadKeys()));
    }

    private String granted(PointClient client, PointRequest request) throws Exception {
        PointAnswer answer = ask(client, request);
        return assertInstanceOf(Granted.class, answer, answer::toString).keys().toString();
    }

    private String refused(PointClient client, PointRequest request) throws Exception {
        PointAnswer answer = ask(client, request);
        return assertInstanceOf(Refused.class, answer, answer::toString).reason();
    }

    private static PointRequest register(int system, long incarnation, Integer... heard) {
        return new Register(new Key(system, incarnation), new TreeSet<>(List.of(heard)));
    }

    private static PointRequest eject(int system, long incarnation, Integer... victims) {
        return new Eject(new Key(system, incarnation), new TreeSet<>(List.of(victims)));
    }
}
