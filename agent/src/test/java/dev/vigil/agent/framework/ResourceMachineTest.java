package dev.vigil.agent.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every scenario of the framework, one file per subject. `-Dvigil.rewrite` writes the machine's answers anew: read the diff.
class ResourceMachineTest {
    private static final Path SCENARIOS =
            Path.of(System.getProperty("vigil.root"))
                    .resolve("agent/src/test/resources/dev/vigil/agent/framework");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<Path> files;
        try (var listed = Files.list(SCENARIOS)) {
            files = listed.filter(file -> file.toString().endsWith(".scenario")).sorted().toList();
        }
        assertFalse(files.isEmpty(), "no scenarios in " + SCENARIOS);
        return files.stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        String written = Files.readString(file);
        String played = Transcript.play(written);
        if (System.getProperty("vigil.rewrite") != null) Files.writeString(file, played);
        else assertEquals(written, played);
    }
}
