package dev.vigil.engine.node;

import java.io.IOException;

/// A watchdog device. From [#open] on the machine is reset unless it is fed.
public interface WatchdogDevice {
    /// Opens and feeds it.
    ///
    /// @param timeoutNs the time-out to set
    /// @return the one it has now
    /// @throws IOException if it is not open now
    long open(long timeoutNs) throws IOException;

    /// Sets another time-out, and feeds it.
    ///
    /// @return the one it has now
    /// @throws IOException if it is not open now
    long set(long timeoutNs) throws IOException;

    /// Feeds it.
    ///
    /// @throws IOException if it is not open now
    void feed() throws IOException;

    /// Disarms it.
    void disarm();
}
