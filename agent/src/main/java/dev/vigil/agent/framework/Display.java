package dev.vigil.agent.framework;

import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.ResourceStatus.Flag;
import dev.vigil.agent.ResourceStatus.Probe;

import java.util.Optional;
import java.util.TreeSet;

/// What of a resource is shown to the world: the state as last known for sure, and the remarks on it.
final class Display {
    private Probe shown = Probe.NOT_PROBED;
    private int confidence;
    private boolean restarting;
    private boolean stateUnknown;
    private boolean monitorTimedOut;
    private boolean unableToOffline;
    private Optional<CleanReason> adminWait = Optional.empty();

    Probe shown() {
        return shown;
    }

    boolean probed() {
        return shown != Probe.NOT_PROBED;
    }

    boolean restarting() {
        return restarting;
    }

    boolean stateUnknown() {
        return stateUnknown;
    }

    /// Whether the last look found nothing out.
    boolean undetermined() {
        return stateUnknown || monitorTimedOut;
    }

    boolean unableToOffline() {
        return unableToOffline;
    }

    Optional<CleanReason> adminWait() {
        return adminWait;
    }

    ResourceStatus status() {
        var flags = new TreeSet<Flag>();
        if (restarting) flags.add(Flag.RESTARTING);
        if (stateUnknown) flags.add(Flag.STATE_UNKNOWN);
        if (monitorTimedOut) flags.add(Flag.MONITOR_TIMEDOUT);
        if (unableToOffline) flags.add(Flag.UNABLE_TO_OFFLINE);
        if (adminWait.isPresent()) flags.add(Flag.ADMIN_WAIT);
        return new ResourceStatus(shown, flags, shown == Probe.ONLINE ? confidence : 0);
    }

    void online() {
        shown = Probe.ONLINE;
        restarting = false;
        adminWait = Optional.empty();
    }

    void offline() {
        shown = Probe.OFFLINE;
        restarting = false;
        stateUnknown = false;
        monitorTimedOut = false;
        unableToOffline = false;
        adminWait = Optional.empty();
    }

    void faulted() {
        offline();
        shown = Probe.FAULTED;
    }

    void detached() {
        offline();
        shown = Probe.NOT_PROBED;
    }

    void faultCleared() {
        if (shown == Probe.FAULTED) shown = Probe.OFFLINE;
    }

    void looked(MonitorResult result) {
        stateUnknown = result.finding() == MonitorResult.Finding.UNKNOWN;
        monitorTimedOut = false;
        if (result.finding() == MonitorResult.Finding.ONLINE) confidence = result.confidence();
    }

    void lookTimedOut() {
        monitorTimedOut = true;
    }

    void restartBegun() {
        restarting = true;
    }

    void offlineFailed() {
        unableToOffline = true;
    }

    void waitsForAdministrator(CleanReason reason) {
        adminWait = Optional.of(reason);
        restarting = false;
        shown =
                switch (reason) {
                    case ONLINE_HUNG, ONLINE_INEFFECTIVE -> Probe.OFFLINE;
                    case OFFLINE_HUNG, OFFLINE_INEFFECTIVE, UNEXPECTED_OFFLINE, MONITOR_HUNG ->
                            Probe.ONLINE;
                };
    }

    void administratorCame() {
        adminWait = Optional.empty();
    }
}
