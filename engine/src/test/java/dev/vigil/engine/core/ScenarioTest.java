package dev.vigil.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs every `*.scenario` file and compares each answer with the one written there.
///
/// A scenario is blocks between blank lines: what happens, `----`, what the core answers. Lines that begin with `#` are comments.
/// `mvn -pl engine -am test -Dtest=ScenarioTest -Dvigil.rewrite` writes the answers anew. The words are explained in [ScenarioLines].
class ScenarioTest {
    @TestFactory
    List<DynamicTest> scenarios() throws IOException {
        Path folder =
                Path.of(System.getProperty("vigil.root"))
                        .resolve("engine/src/test/resources/dev/vigil/engine/core");
        try (var files = Files.walk(folder)) {
            var tests =
                    files.filter(file -> file.toString().endsWith(".scenario"))
                            .sorted()
                            .map(
                                    file ->
                                            DynamicTest.dynamicTest(
                                                    folder.relativize(file).toString(),
                                                    () -> run(file)))
                            .toList();
            assertFalse(tests.isEmpty(), "no scenarios in " + folder);
            return tests;
        }
    }

    private static void run(Path file) throws IOException {
        String written = Files.readString(file);
        String played = play(file, written);
        if (System.getProperty("vigil.rewrite") != null) {
            Files.writeString(file, played);
            return;
        }
        assertEquals(written, played, file + ": to accept the answers, run with -Dvigil.rewrite");
    }

    private static String play(Path file, String written) throws IOException {
        var lines = new ScenarioLines(file.getParent());
        List<String> out = new ArrayList<>();
        for (String block : written.strip().split("\n\\s*\n")) {
            List<String> events = new ArrayList<>();
            for (String line : block.split("\n")) {
                if (line.startsWith("----")) break;
                events.add(line.stripTrailing());
            }
            String text = String.join("\n", events);
            boolean silent =
                    events.stream()
                            .allMatch(line -> line.startsWith("#") || line.startsWith("given"));
            List<String> answer = new ArrayList<>();
            for (String line : events) if (!line.startsWith("#")) answer.addAll(lines.play(line));
            out.add(
                    silent
                            ? text
                            : text
                                    + "\n----"
                                    + (answer.isEmpty() ? "" : "\n" + String.join("\n", answer)));
        }
        return String.join("\n\n", out) + "\n";
    }
}
