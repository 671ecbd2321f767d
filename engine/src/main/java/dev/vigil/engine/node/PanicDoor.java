package dev.vigil.engine.node;

import java.io.IOException;

/// What ends the machine at once.
public interface PanicDoor {
    /// What could keep it from working, or the machine from coming back; empty when nothing does.
    String problem();

    /// Ends the machine.
    ///
    /// @throws IOException if it was not possible
    void panic() throws IOException;
}
