package dev.vigil.samples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The demonstration as a user starts it: every daemon a process of its own, all checks against the estate's truth. Its output stays in
/// `samples/target/demo.log`.
class DemoIT {
    private static final long LIMIT_MINUTES = 10;

    @Test
    void everyScenarioEndsAsExpected() throws Exception {
        Path root = Path.of(System.getProperty("vigil.root")).toRealPath();
        Path log =
                Files.createDirectories(root.resolve("samples").resolve("target"))
                        .resolve("demo.log");
        Process demo =
                new ProcessBuilder(root.resolve("vigil").toString(), "demo")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            demo.getOutputStream().close();
            assertTrue(
                    demo.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES),
                    () -> "still at it: " + tail(log));
        } finally {
            demo.destroy();
            demo.waitFor(1, TimeUnit.MINUTES);
        }
        assertEquals(
                "demo: 7 scenarios, 7 as expected",
                Files.readAllLines(log).getLast(),
                () -> tail(log));
        assertEquals(0, demo.exitValue());
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            var words = new StringBuilder("in " + log + "\n");
            lines.stream()
                    .filter(line -> line.contains("NOT AS EXPECTED"))
                    .forEach(line -> words.append(line).append("\n"));
            lines.subList(Math.max(0, lines.size() - 15), lines.size())
                    .forEach(line -> words.append(line).append("\n"));
            return words.toString();
        } catch (java.io.IOException e) {
            return log + ": " + e.getMessage();
        }
    }
}
