package dev.vigil.engine.llt;

import java.nio.file.Path;

/// A file of the system's set-up (`llttab`, `llthosts`, `gabtab`, `vxfenmode`, the secret) cannot be used.
///
/// The message is one line for the operator: file, line where there is one, what is wrong, what to do.
public final class BadFileException extends Exception {
    /// Something is wrong in one line.
    ///
    /// @param line counted from 1
    public BadFileException(Path file, int line, String problem, String remedy) {
        super(file + ":" + line + ": " + problem + "; " + remedy);
    }

    /// Something is wrong with the file as a whole.
    public BadFileException(Path file, String problem, String remedy) {
        super(file + ": " + problem + "; " + remedy);
    }
}
