package dev.vigil.engine.core;

import java.util.List;

/// Something agents were ordered to do and have not reported ended.
///
/// @param number counts up; unique in one history of the cluster's state
/// @param system where
/// @param incarnation of the engine it was given to
/// @param resource on what
/// @param kind what
/// @param cancelled whether agents were told to give it up
/// @param requestId the operator's request that waits for it; "" if none
/// @param token the action, for ACTION; else ""
/// @param arguments of the action
public record Operation(
        long number,
        String system,
        long incarnation,
        String resource,
        Kind kind,
        boolean cancelled,
        String requestId,
        String token,
        List<String> arguments) {
    /// What is to be done.
    public enum Kind {
        /// Bring it online.
        ONLINE,
        /// Take it offline.
        OFFLINE,
        /// Forget its fault.
        CLEAR_FAULT,
        /// Run an action entry point.
        ACTION;

        /// Whether it changes what runs, so that a group is not free while it is pending.
        public boolean moves() {
            return this == ONLINE || this == OFFLINE;
        }
    }

    /// Copies what it is given.
    public Operation {
        arguments = List.copyOf(arguments);
    }

    /// The id that orders and reports carry.
    ///
    /// Numbers begin anew with a history, and go two ways where nobody arbitrates; node daemons remember the ids of both. An engine
    /// belongs to one history only, so with its incarnation an id is never used twice on a system.
    public String id() {
        return incarnation + "." + number;
    }

    Operation cancelling() {
        return new Operation(
                number, system, incarnation, resource, kind, true, requestId, token, arguments);
    }
}
