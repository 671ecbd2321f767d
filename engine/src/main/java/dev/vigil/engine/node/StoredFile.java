package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

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
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (var file =
                FileChannel.open(
                        fresh,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) file.write(left);
            if (synced) file.force(true);
        }
        Files.move(
                fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (synced) {
            // The rename is on disk only when the directory is.
            try (var directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /// Takes the number in a file, adds one, and has that on disk before it returns.
    ///
    /// @throws IOException also if the file holds no number: a counter that began anew would repeat itself
    public static long raise(Path path) throws IOException {
        var file = new StoredFile(path, true);
        Optional<byte[]> stored = file.read();
        long next = 1;
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
