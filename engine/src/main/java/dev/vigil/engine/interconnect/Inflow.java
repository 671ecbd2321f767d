package dev.vigil.engine.interconnect;

/// What has been received from a peer in its present session. Pure.
///
/// @param session which one
/// @param received frames of it
/// @param released bytes of tunnelled connections in it that were passed on
record Inflow(long session, long received, long released) {
    /// Nothing yet.
    static final Inflow NONE = new Inflow(-1, 0, 0);

    static Inflow of(long session) {
        return new Inflow(session, 0, 0);
    }

    Inflow frame() {
        return new Inflow(session, received + 1, released);
    }

    Inflow released(int bytes) {
        return new Inflow(session, received, released + bytes);
    }
}
