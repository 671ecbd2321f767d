package dev.vigil.agent.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are replaced as a whole: whoever reads one, or dies while it is written, finds the old content or the new. Nobody but their owner
/// may read them.
public final class ReplacedFile {
    private ReplacedFile() {}

    /// Replaces the content.
    ///
    /// @param synced whether it is on disk when this returns; without, it survives the process but not the machine
    public static void write(Path path, byte[] content, boolean synced) throws IOException {
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
        if (!synced) return;
        // The rename is on disk only when the directory is.
        try (var directory = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
