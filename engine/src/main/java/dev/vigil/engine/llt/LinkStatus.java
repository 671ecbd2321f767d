package dev.vigil.engine.llt;

/// What one link to one peer is worth.
///
/// @param state by the age of the last packet
/// @param lastHeardNs when a packet last came in on it; [Long#MIN_VALUE] when never
/// @param received packets of the peer counted on it
/// @param sent packets that went out to the peer on it
public record LinkStatus(State state, long lastHeardNs, long received, long sent) {
    /// Up while heard within peertrouble, down from peerinact on.
    public enum State {
        /// Heard within peertrouble.
        UP,
        /// Silent for longer than peertrouble.
        TROUBLE,
        /// Silent for peerinact, or never heard.
        DOWN
    }
}
