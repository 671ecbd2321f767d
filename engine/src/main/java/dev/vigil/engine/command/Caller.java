package dev.vigil.engine.command;

import java.util.Objects;

/// Who typed a command, as the daemon knows him.
///
/// @param user the name privileges are looked up by
/// @param superuser true for root of the system the command was typed on: Cluster Administrator without being listed
/// @param host where the command came from, for the log
public record Caller(String user, boolean superuser, String host) {

    /// Checks that nothing is missing.
    public Caller {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(host, "host");
    }

    /// Root of this system: what the engine's own socket, readable by root alone, vouches for.
    ///
    /// @return the caller behind the engine's socket
    public static Caller root() {
        return new Caller("root", true, "localhost");
    }
}
