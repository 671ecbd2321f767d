package dev.vigil.engine.fault;

/// What becomes of one packet.
///
/// @param copies how often it arrives: 0 when it is lost
/// @param delayMs how much later than it would have
public record Fate(int copies, long delayMs) {
    /// It goes on as if nothing were.
    public static final Fate PASS = new Fate(1, 0);

    /// It is lost.
    public static final Fate DROP = new Fate(0, 0);
}
