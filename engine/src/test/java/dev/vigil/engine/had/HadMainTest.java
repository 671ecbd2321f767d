package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.node.HanodeMain;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// An engine that nobody would talk to does not start.
@Timeout(120)
class HadMainTest {
    @TempDir private Path directory;

    private String refusal(TestFiles files) throws Exception {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HadMain.class.getName());
        builder.environment().putAll(files.environment());
        builder.redirectOutput(directory.resolve("out").toFile());
        Process process = builder.start();
        try (var errors = process.getErrorStream()) {
            String said = new String(errors.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(HanodeMain.MISCONFIGURED, process.waitFor(), said);
            assertFalse(
                    Files.exists(files.paths().lib().resolve("incarnation")),
                    "it did not become an incarnation");
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void withoutKeysItSaysWhereTheyBelongAndWhoMakesThem() throws Exception {
        String said = refusal(new TestFiles(directory, "vxfen_mode=majority\n"));
        assertTrue(said.startsWith("had: " + directory.resolve("etc/keys")), said);
        assertTrue(said.contains("vigil-keys"), said);
    }

    @Test
    void withTheKeysOfAnotherSystemItNamesBoth() throws Exception {
        var files = new TestFiles(directory, "vxfen_mode=majority\n");
        files.keysOf("south");
        String said = refusal(files);
        assertTrue(said.contains("south"), said);
        assertTrue(said.contains("this system is node 0, north"), said);
    }
}
