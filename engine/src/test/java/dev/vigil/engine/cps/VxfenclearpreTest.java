package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.SystemPaths;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

class VxfenclearpreTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private TestPoint point;
    private TestCluster shop;
    private SystemPaths paths;

    @BeforeEach
    void start() throws Exception {
        point = new TestPoint(directory.resolve("cp1"));
        shop = new TestCluster(directory, "shop", point);
        point.start();
        Path conf = Files.createDirectories(directory.resolve("etc"));
        paths = new SystemPaths(conf, directory, directory, directory.resolve("run"), directory);
        Files.createSymbolicLink(conf.resolve("keys"), shop.keys("north"));
        vxfenmode(point.port());
        for (int system : List.of(0, 1))
            point.on(
                    () ->
                            shop.client(system == 0 ? "north" : "south", point)
                                    .ask(
                                            new PointRequest.Register(
                                                    new Key(system, 3),
                                                    new TreeSet<>(List.of(0, 1)))));
    }

    @AfterEach
    void stop() {
        point.close();
    }

    @Test
    void itAsksFirst() throws Exception {
        for (String answer : List.of("", "\n", "n\n", "yes\n")) {
            assertEquals(1, run(answer));
            assertTrue(said().contains("NO OTHER ACTIVE NODES"), this::said);
            assertTrue(said().contains("Nothing was cleared"), this::said);
        }
        assertEquals("[0/3, 1/3]", keys());
    }

    @Test
    void allKeysAreCleared() throws Exception {
        assertEquals(0, run("y\n"));
        assertTrue(said().contains("cleared the keys of north, south"), this::said);
        assertEquals("[]", keys());
        assertEquals(0, run("y\n"));
        assertTrue(said().contains("no keys"), this::said);
    }

    @Test
    void whereAnEngineRunsNothingIsDone() throws Exception {
        OnlyOne.take(paths.run(), "had");
        assertEquals(1, run("y\n"));
        assertTrue(said().contains("the engine runs on this system"), this::said);
        assertEquals("[0/3, 1/3]", keys());
    }

    @Test
    void aPointThatDoesNotAnswerIsNamed() throws Exception {
        vxfenmode(point.port(), TestPoint.unusedPort());
        assertEquals(1, run("y\n"));
        assertTrue(said().contains("was not cleared"), this::said);
        assertEquals("[]", keys());
    }

    @Test
    void aPointWhoseMemoryIsDamagedWasNotCleared() throws Exception {
        point.damage(shop);
        assertEquals(1, run("y\n"));
        assertTrue(said().contains("was not cleared: what the coordination point"), this::said);
        assertFalse(said().contains("no keys"), this::said);
    }

    @Test
    void withoutPointsThereIsNothingToDo() throws Exception {
        Files.delete(paths.conf().resolve("vxfenmode"));
        assertEquals(1, run("y\n"));
        assertTrue(said().contains("nothing to clear"), this::said);
    }

    private void vxfenmode(Integer... ports) throws Exception {
        StringBuilder text = new StringBuilder("vxfen_mode=customized\n");
        for (int i = 0; i < ports.length; i++)
            text.append("cps").append(i + 1).append("=[127.0.0.1]:").append(ports[i]).append('\n');
        Files.writeString(paths.conf().resolve("vxfenmode"), text.toString());
    }

    private String keys() throws Exception {
        return point.on(() -> shop.client("north", point).ping())
                        instanceof PointAnswer.Granted(var keys)
                ? keys.toString()
                : "unreachable";
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private int run(String typed) {
        said.reset();
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Vxfenclearpre.run(
                paths,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                stream,
                stream);
    }
}
