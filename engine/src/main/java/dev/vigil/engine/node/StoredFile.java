package dev.vigil.engine.node;

import dev.vigil.agent.host.ReplacedFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// A small file that is always whole: it is replaced, never changed.
///
/// @param path where it lies
/// @param synced whether a write returns only when the content is on disk; without, it survives the process but not the machine
public record StoredFile(Path path, boolean synced) {
    /// The content; nothing if it was never written.
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException never) {
            return Optional.empty();
        }
    }

    /// Replaces the content.
    public void write(byte[] content) throws IOException {
        ReplacedFile.write(path, content, synced);
    }

    /// Takes the number in a file, adds one, and has that on disk before it returns.
    ///
    /// Without a file the disk may be a new one, and others may remember what was counted on the old: a counter that begins with the seconds
    /// of the calendar, and is raised less than once in a second, begins above that.
    ///
    /// @param calendar wall clock
    /// @throws IOException also if the file holds no number: a counter that began anew would repeat itself
    public static long raise(Path path, Clock calendar) throws IOException {
        var file = new StoredFile(path, true);
        Optional<byte[]> stored = file.read();
        long next = Math.max(1, calendar.instant().getEpochSecond());
        if (stored.isPresent()) {
            String text = new String(stored.get(), StandardCharsets.US_ASCII).strip();
            try {
                next = Long.parseLong(text) + 1;
            } catch (NumberFormatException damaged) {
                throw new IOException(
                        path
                                + " holds \""
                                + text
                                + "\" and no number; write one larger than any used before",
                        damaged);
            }
        }
        file.write((next + "\n").getBytes(StandardCharsets.US_ASCII));
        return next;
    }
}
