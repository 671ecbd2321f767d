package dev.vigil.engine.core;

/// What the cluster knows of a system beyond its configuration.
///
/// @param name its name
/// @param state SysState
/// @param incarnation of its engine; 0 if never seen
/// @param nodeId LLT id; -1 if not known
/// @param member whether it is in the current view
/// @param jeopardy whether it is down to its last link
/// @param sees on which links it hears the others
/// @param disk what its configuration files were worth when it joined
/// @param version how new they were
/// @param restarted whether hashadow restarted its engine
/// @param temporarilyFrozen TFrozen
/// @param noAutoDisable `hastop -noautodisable`: its groups are not autodisabled when it goes
/// @param stopWithAll whether it stops together with all others (`hastop -all`)
/// @param dynamicLoad given by `hasys -load`; -1 if not
/// @param loss how it was lost last; EXITED if it never was
public record SystemStatus(
        String name,
        SysState state,
        long incarnation,
        int nodeId,
        boolean member,
        boolean jeopardy,
        SeenLinks sees,
        DiskConfiguration disk,
        DiskVersion version,
        boolean restarted,
        boolean temporarilyFrozen,
        boolean noAutoDisable,
        boolean stopWithAll,
        int dynamicLoad,
        Loss loss) {

    /// A system that was never seen.
    static SystemStatus unknown(String name) {
        return new SystemStatus(
                name,
                SysState.UNKNOWN,
                0,
                -1,
                false,
                false,
                SeenLinks.NONE,
                DiskConfiguration.UNKNOWN,
                DiskVersion.NONE,
                false,
                false,
                false,
                false,
                -1,
                Loss.EXITED);
    }

    /// Whether agents there report and take orders.
    public boolean operates() {
        return member && state.operates();
    }

    /// Whether it is a full member: groups may be started there, as far as its state goes.
    public boolean running() {
        return member && state == SysState.RUNNING;
    }

    /// A new engine joined: nothing is known of it yet.
    SystemStatus joined(long newIncarnation) {
        return new SystemStatus(
                name,
                SysState.INITING,
                newIncarnation,
                nodeId,
                true,
                false,
                SeenLinks.NONE,
                DiskConfiguration.UNKNOWN,
                DiskVersion.NONE,
                false,
                temporarilyFrozen,
                false,
                false,
                -1,
                loss);
    }

    /// It left the membership.
    SystemStatus left(Loss how) {
        return new SystemStatus(
                name,
                how == Loss.EXITED || how == Loss.FORCED ? SysState.EXITED : SysState.FAULTED,
                incarnation,
                nodeId,
                false,
                false,
                SeenLinks.NONE,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                false,
                -1,
                how);
    }

    SystemStatus withState(SysState changed) {
        return new SystemStatus(
                name,
                changed,
                incarnation,
                nodeId,
                member,
                jeopardy,
                sees,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                loss);
    }

    SystemStatus withNodeId(int changed) {
        return new SystemStatus(
                name,
                state,
                incarnation,
                changed,
                member,
                jeopardy,
                sees,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                loss);
    }

    SystemStatus withJeopardy(boolean changed) {
        return new SystemStatus(
                name,
                state,
                incarnation,
                nodeId,
                member,
                changed,
                sees,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                loss);
    }

    SystemStatus withSees(SeenLinks changed) {
        return new SystemStatus(
                name,
                state,
                incarnation,
                nodeId,
                member,
                jeopardy,
                changed,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                loss);
    }

    SystemStatus ready(DiskConfiguration changed, DiskVersion age, boolean wasRestarted) {
        return new SystemStatus(
                name,
                changed.current() ? SysState.CURRENT_DISCOVER_WAIT : SysState.STALE_DISCOVER_WAIT,
                incarnation,
                nodeId,
                member,
                jeopardy,
                sees,
                changed,
                age,
                wasRestarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                loss);
    }

    SystemStatus withTemporarilyFrozen(boolean changed) {
        return new SystemStatus(
                name,
                state,
                incarnation,
                nodeId,
                member,
                jeopardy,
                sees,
                disk,
                version,
                restarted,
                changed,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                loss);
    }

    SystemStatus leaving(SysState way, boolean keepEnabled, boolean withAll) {
        return new SystemStatus(
                name,
                way,
                incarnation,
                nodeId,
                member,
                jeopardy,
                sees,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                keepEnabled,
                withAll,
                dynamicLoad,
                loss);
    }

    SystemStatus withLoad(int changed) {
        return new SystemStatus(
                name,
                state,
                incarnation,
                nodeId,
                member,
                jeopardy,
                sees,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                changed,
                loss);
    }

    SystemStatus withLoss(Loss changed) {
        return new SystemStatus(
                name,
                state,
                incarnation,
                nodeId,
                member,
                jeopardy,
                sees,
                disk,
                version,
                restarted,
                temporarilyFrozen,
                noAutoDisable,
                stopWithAll,
                dynamicLoad,
                changed);
    }
}
