package dev.vigil.engine.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A journal on a real disk.
class JournalFileTest {
    @TempDir private Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsAppendedFollowsWhatWasReplaced() throws IOException {
        Path path = directory.resolve("journal");
        var file = new JournalFile(path);
        assertEquals(0, file.read().length);
        file.replace(bytes("one "));
        file.append(bytes("two "));
        file.append(bytes("three"));
        file.sync();
        assertArrayEquals(bytes("one two three"), new JournalFile(path).read());
        file.replace(bytes("four "));
        file.append(bytes("five"));
        assertArrayEquals(bytes("four five"), Files.readAllBytes(path));
    }

    @Test
    void anotherWriterGoesOnWhereTheFirstOneEnded() throws IOException {
        Path path = directory.resolve("journal");
        new JournalFile(path).replace(bytes("one "));
        new JournalFile(path).append(bytes("two"));
        assertArrayEquals(bytes("one two"), Files.readAllBytes(path));
    }

    @Test
    void aCopyIsKeptUnderAnotherName() throws IOException {
        var file = new JournalFile(directory.resolve("journal"));
        file.replace(bytes("damaged"));
        Path aside = Path.of(file.keepAside(file.read()));
        assertTrue(aside.getFileName().toString().startsWith("journal.damaged."));
        assertArrayEquals(bytes("damaged"), Files.readAllBytes(aside));
    }
}
