package dev.vigil.engine.journal;

import java.io.IOException;

/// Where a journal lies.
public interface JournalDisk {
    /// All of it; empty if there is none.
    byte[] read() throws IOException;

    /// Replaces it; on disk when this returns.
    void replace(byte[] content) throws IOException;

    /// Appends to it. It survives this process when this returns, and the machine after [#sync]. After a failure what was there before is
    /// there still.
    void append(byte[] content) throws IOException;

    /// Has on disk what was appended. May be called by another thread.
    void sync() throws IOException;

    /// Keeps a copy of it as it is.
    ///
    /// @return the name it was given
    String keepAside(byte[] content) throws IOException;
}
