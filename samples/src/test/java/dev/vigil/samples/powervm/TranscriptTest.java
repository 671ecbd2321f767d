package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Transcripts of what is typed at a console and what it shows.
///
/// `$ line` is typed by hscroot, `lab> line` by lab, `@ ms` lets time pass, `#` and empty lines are kept; everything
/// else is what was seen, with `(exit n)` where it is not 0. `-Dvigil.rewrite` writes the answers anew.
class TranscriptTest {

    private static final Path DIRECTORY =
            Path.of(
                    System.getProperty("vigil.root", ".."),
                    "samples/src/test/resources/dev/vigil/samples/powervm");

    @TempDir Path dir;

    static Stream<String> transcripts() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files
                    .map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".transcript"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void consoleShows(String name) throws Exception {
        var file = DIRECTORY.resolve(name);
        var expected = Files.readString(file);
        var actual = replay(expected);
        if (Boolean.getBoolean("vigil.rewrite")) {
            Files.writeString(file, actual);
            return;
        }
        assertEquals(expected, actual, name);
    }

    private String replay(String transcript) throws Exception {
        var written = new StringBuilder();
        try (var console = new SimulatedConsole(SimulatedConsole.sample(), dir)) {
            for (var line : transcript.lines().toList()) {
                if (line.startsWith("#") || line.isEmpty()) {
                    written.append(line).append('\n');
                } else if (line.startsWith("@ ")) {
                    console.pass(Long.parseLong(line.substring(2)));
                    written.append(line).append('\n');
                } else if (line.startsWith("$ ")) {
                    append(written, line, console.type(line.substring(2)));
                } else if (line.startsWith("lab> ")) {
                    append(written, line, console.lab(line.substring(5)));
                }
            }
        }
        return written.toString();
    }

    private static void append(StringBuilder written, String line, SimulatedConsole.Seen seen) {
        written.append(line).append('\n');
        // An empty line that was printed would read as one of the transcript's own.
        written.append(seen.text().replaceAll("(?m)^$\\n", "(empty line)\n"));
        if (seen.exit() != 0) {
            written.append("(exit ").append(seen.exit()).append(")\n");
        }
    }
}
