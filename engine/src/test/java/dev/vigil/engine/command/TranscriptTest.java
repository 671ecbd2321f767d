package dev.vigil.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What operators type and see, command by command: the `.transcript` files beside this test.
///
/// With `-Dvigil.rewrite` the answers are written anew; read the difference before you commit it. [Transcript] tells what
/// a transcript may hold.
class TranscriptTest {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("vigil.root"))
                    .resolve("engine/src/test/resources/dev/vigil/engine/command");

    @TestFactory
    Stream<DynamicTest> everyTranscriptIsAnsweredAsWritten() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(DIRECTORY)) {
            files = all.filter(file -> file.toString().endsWith(".transcript")).sorted().toList();
        }
        return files.stream()
                .map(
                        file ->
                                DynamicTest.dynamicTest(
                                        file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        List<String> written = Files.readAllLines(file);
        List<String> answered = new Transcript(DIRECTORY).play(written);
        if (System.getProperty("vigil.rewrite") != null) {
            Files.write(file, answered);
            return;
        }
        for (int i = 0; i < Math.min(written.size(), answered.size()); i++) {
            assertEquals(written.get(i), answered.get(i), file.getFileName() + ":" + (i + 1));
        }
        assertEquals(written.size(), answered.size(), "lines of " + file.getFileName());
    }
}
