package dev.vigil.engine.core;

/// The state of a system (SysState).
///
/// | from | to | when |
/// |---|---|---|
/// | UNKNOWN, FAULTED, EXITED | INITING | a view opens with it |
/// | INITING | CURRENT_DISCOVER_WAIT, STALE_DISCOVER_WAIT | it says what its configuration on disk is worth |
/// | *_DISCOVER_WAIT | LOCAL_BUILD, REMOTE_BUILD, *_PEER_WAIT, STALE_ADMIN_WAIT, ADMIN_WAIT | all members have said so |
/// | *_PEER_WAIT | REMOTE_BUILD, *_DISCOVER_WAIT | the builder is RUNNING, or gone |
/// | LOCAL_BUILD | RUNNING, ADMIN_WAIT | the files were read, or refused |
/// | REMOTE_BUILD | RUNNING, ADMIN_WAIT | it has the state, or the last RUNNING system left before |
/// | STALE_ADMIN_WAIT, ADMIN_WAIT | LOCAL_BUILD, REMOTE_BUILD | `hasys -force` |
/// | RUNNING | LEAVING, EXITING_FORCIBLY | `hastop`, `hastop -force` |
/// | LEAVING | EXITING | nothing is active there any more |
/// | EXITING, EXITING_FORCIBLY | EXITED | a view opens without it |
/// | any member | FAULTED | a view opens without it, unannounced |
///
/// Source: VCS Administrator's Guide, "System states".
public enum SysState {
    /// Configured, and never seen.
    UNKNOWN,
    /// In the membership; has said nothing yet.
    INITING,
    /// Its configuration is valid; the other systems' states are awaited.
    CURRENT_DISCOVER_WAIT,
    /// Its configuration is valid; a peer builds.
    CURRENT_PEER_WAIT,
    /// Its configuration is stale or invalid; the other systems' states are awaited.
    STALE_DISCOVER_WAIT,
    /// Its configuration is stale or invalid; a peer builds.
    STALE_PEER_WAIT,
    /// Its configuration is stale or invalid and nobody has a better one: an administrator is needed.
    STALE_ADMIN_WAIT,
    /// The running configuration was lost or could not be built: an administrator is needed.
    ADMIN_WAIT,
    /// Builds the running configuration from its files.
    LOCAL_BUILD,
    /// Takes the running configuration from a RUNNING system.
    REMOTE_BUILD,
    /// A full member.
    RUNNING,
    /// `hastop` was accepted; its groups go offline or elsewhere.
    LEAVING,
    /// Nothing is active here any more; the engine is told to stop.
    EXITING,
    /// It left in good order.
    EXITED,
    /// `hastop -force`: it leaves, and its groups stay as they are.
    EXITING_FORCIBLY,
    /// It left unexpectedly.
    FAULTED;

    /// Whether agents of the system report and take orders: RUNNING or LEAVING.
    public boolean operates() {
        return this == RUNNING || this == LEAVING;
    }

    /// Whether the system is on its way out or waits for an administrator, so that nobody need wait for another state of it.
    public boolean stuckOrLeaving() {
        return switch (this) {
            case STALE_ADMIN_WAIT, ADMIN_WAIT, EXITING, EXITING_FORCIBLY -> true;
            case UNKNOWN,
                    INITING,
                    CURRENT_DISCOVER_WAIT,
                    CURRENT_PEER_WAIT,
                    STALE_DISCOVER_WAIT,
                    STALE_PEER_WAIT,
                    LOCAL_BUILD,
                    REMOTE_BUILD,
                    RUNNING,
                    LEAVING,
                    EXITED,
                    FAULTED ->
                    false;
        };
    }
}
