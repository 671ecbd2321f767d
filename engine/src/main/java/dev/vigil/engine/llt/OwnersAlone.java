package dev.vigil.engine.llt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// Files that nobody but their owner may read or write: keys and secrets.
public final class OwnersAlone {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private OwnersAlone() {}

    /// Lets a file pass that is its owner's alone.
    ///
    /// @param what it holds, for the operator
    /// @throws BadFileException if others may read or write it
    public static void check(Path file, String what) throws BadFileException, IOException {
        Set<PosixFilePermission> wrong = EnumSet.copyOf(OTHERS);
        wrong.retainAll(Files.getPosixFilePermissions(file));
        if (wrong.isEmpty()) return;
        boolean read =
                wrong.contains(PosixFilePermission.GROUP_READ)
                        || wrong.contains(PosixFilePermission.OTHERS_READ);
        throw new BadFileException(
                file,
                "others may " + (read ? "read " : "change ") + what,
                "run: chmod 600 " + file);
    }
}
