package dev.vigil.engine.fence;

/// How this engine stands at one coordination point.
///
/// @param point its name, `host:port`
/// @param state what it last said of our key
/// @param reason why not, for people; empty when registered
public record PointStanding(String point, State state, String reason) {
    /// What a point says of an engine's key.
    public enum State {
        /// Not asked yet.
        UNKNOWN,
        /// The key is there.
        REGISTERED,
        /// The point will not have it: keys of systems are there that are not heard.
        REFUSED,
        /// The point will never have it: it was ejected or has left, or a newer engine of this system is registered.
        EJECTED,
        /// The point does not answer.
        UNREACHABLE
    }
}
