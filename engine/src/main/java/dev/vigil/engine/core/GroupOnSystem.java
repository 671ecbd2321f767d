package dev.vigil.engine.core;

/// A group on one system: what the engine is doing with it there.
///
/// @param autoDisabled AutoDisabled: what runs there is not known, so a failover group may be started nowhere
/// @param autoDisabledUntilProbed whether that ends by itself when the system has joined and reported
/// @param phase what is being done
/// @param stop why it is being taken offline (STOPPING), or was last
/// @param retries NumRetries: restarts in place after faults
/// @param retryWindow timer of OnlineRetryInterval since the last restart; "" if over
/// @param preonline the preonline trigger that is waited for; "" if none
/// @param autoStart whether it is to be brought online there as soon as it may (parallel groups)
/// @param seen the state that was last announced
public record GroupOnSystem(
        boolean autoDisabled,
        boolean autoDisabledUntilProbed,
        Phase phase,
        Stop stop,
        int retries,
        String retryWindow,
        String preonline,
        boolean autoStart,
        GroupState.Base seen) {
    /// What the engine is doing with a group on a system.
    public enum Phase {
        /// Nothing.
        IDLE,
        /// The preonline trigger runs.
        PREONLINE,
        /// Its resources are brought online.
        STARTING,
        /// What depends on a faulted resource is taken offline.
        PATH,
        /// Its resources are taken offline.
        STOPPING
    }

    /// Why a group is taken offline; decides what follows.
    public enum Stop {
        /// It is not.
        NONE,
        /// An operator wants it offline.
        OPERATOR,
        /// A critical resource faulted: restart or failover follows.
        FAULT,
        /// A persistent resource faulted: failover follows, no restart in place.
        PERSISTENT_FAULT,
        /// It moves elsewhere at an operator's wish.
        MOVE,
        /// It runs elsewhere as well: nothing follows.
        VIOLATION,
        /// A group it depends on went away: it follows that group.
        DEPENDENCY
    }

    /// Nothing is being done.
    static final GroupOnSystem IDLE =
            new GroupOnSystem(
                    false, false, Phase.IDLE, Stop.NONE, 0, "", "", false, GroupState.Base.OFFLINE);

    GroupOnSystem withAutoDisabled(boolean changed, boolean untilProbed) {
        return new GroupOnSystem(
                changed,
                untilProbed,
                phase,
                stop,
                retries,
                retryWindow,
                preonline,
                autoStart,
                seen);
    }

    GroupOnSystem withPhase(Phase changed) {
        return new GroupOnSystem(
                autoDisabled,
                autoDisabledUntilProbed,
                changed,
                stop,
                retries,
                retryWindow,
                changed == Phase.PREONLINE ? preonline : "",
                autoStart,
                seen);
    }

    GroupOnSystem stopping(Phase changed, Stop why) {
        return new GroupOnSystem(
                autoDisabled,
                autoDisabledUntilProbed,
                changed,
                why,
                retries,
                retryWindow,
                "",
                autoStart,
                seen);
    }

    GroupOnSystem withRetries(int changed, String window) {
        return new GroupOnSystem(
                autoDisabled,
                autoDisabledUntilProbed,
                phase,
                stop,
                changed,
                window,
                preonline,
                autoStart,
                seen);
    }

    GroupOnSystem withPreonline(String trigger) {
        return new GroupOnSystem(
                autoDisabled,
                autoDisabledUntilProbed,
                Phase.PREONLINE,
                stop,
                retries,
                retryWindow,
                trigger,
                autoStart,
                seen);
    }

    GroupOnSystem withSeen(GroupState.Base changed) {
        return new GroupOnSystem(
                autoDisabled,
                autoDisabledUntilProbed,
                phase,
                stop,
                retries,
                retryWindow,
                preonline,
                autoStart,
                changed);
    }

    GroupOnSystem withAutoStart(boolean changed) {
        return new GroupOnSystem(
                autoDisabled,
                autoDisabledUntilProbed,
                phase,
                stop,
                retries,
                retryWindow,
                preonline,
                changed,
                seen);
    }
}
