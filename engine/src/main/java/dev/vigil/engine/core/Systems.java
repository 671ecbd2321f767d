package dev.vigil.engine.core;

import dev.vigil.engine.core.Event.ViewOpened;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.Message.Severity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The states of systems: who is a member, who builds the configuration, who leaves.
///
/// Source: VCS Administrator's Guide, "System states".
final class Systems {
    private Systems() {}

    static void viewOpened(Turn turn, ViewOpened event) {
        turn.become(turn.state().withView(event.view()));
        turn.log(
                Severity.INFO,
                "V-16-1-10077",
                "Received new cluster membership: view "
                        + event.view()
                        + ", members "
                        + String.join(" ", event.members().keySet()));
        event.nodeIds()
                .forEach((name, id) -> turn.system(turn.state().system(name).withNodeId(id)));
        List<String> gone = new ArrayList<>();
        for (var status : turn.state().systems().values())
            if (status.member() && !event.members().containsKey(status.name()))
                gone.add(status.name());
        for (String name : gone)
            Losses.lost(turn, name, event.lost().getOrDefault(name, Loss.JEOPARDY));
        event.lost()
                .forEach(
                        (name, loss) -> {
                            if (!gone.contains(name) && !event.members().containsKey(name)) {
                                Losses.confirmed(turn, name, loss);
                                Losses.unremembered(turn, name, loss);
                            }
                        });
        event.members().forEach((name, incarnation) -> member(turn, name, incarnation));
        for (String name : event.members().keySet())
            jeopardy(turn, name, onLastLink(turn, name).orElse(event.jeopardy().contains(name)));
        for (String name : gone)
            turn.triggerOnLowest("sysoffline", name, turn.state().sysState(name).name());
        for (var timer : turn.state().timers().values())
            turn.act(new Action.StartTimer(timer.id(), timer.durationMs()));
        turn.touchAll();
    }

    static void linksSeen(Turn turn, Event.LinksSeen event) {
        var status = turn.state().system(event.system());
        if (!status.member() || status.incarnation() != event.incarnation()) return;
        turn.system(status.withSees(event.links()));
        for (var each : List.copyOf(turn.state().systems().values()))
            if (each.member())
                onLastLink(turn, each.name()).ifPresent(now -> jeopardy(turn, each.name(), now));
    }

    /// Whether a system is down to its last link, as far as others have said: some hear it on one link of several, none on more. So who loses
    /// a link is in jeopardy, and not all those whom it hears on fewer.
    private static Optional<Boolean> onLastLink(Turn turn, String name) {
        boolean said = false;
        boolean last = false;
        boolean several = false;
        for (var observer : turn.state().systems().values()) {
            if (!observer.member() || observer.name().equals(name)) continue;
            said |= observer.sees().peers().containsKey(name);
            last |= observer.sees().lastLink(name);
            several |= observer.sees().several(name);
        }
        return said ? Optional.of(last && !several) : Optional.empty();
    }

    private static void member(Turn turn, String name, long incarnation) {
        var status = turn.state().system(name);
        if (status.member() && status.incarnation() == incarnation) return;
        if (status.member()) Losses.engineReplaced(turn, name);
        change(turn, turn.state().system(name).joined(incarnation));
    }

    private static void jeopardy(Turn turn, String name, boolean now) {
        var status = turn.state().system(name);
        if (status.jeopardy() == now) return;
        turn.system(status.withJeopardy(now));
        turn.log(
                now ? Severity.WARNING : Severity.NOTICE,
                now ? "V-16-1-10493" : "V-16-1-10086",
                "System "
                        + name
                        + (now ? " is in Jeopardy Membership" : " is in Regular Membership"));
        if (!now) return;
        turn.triggerOnLowest("injeopardy", "0", name, status.state().name());
        turn.triggerOnLowest("sysoffline", name, status.state().name());
    }

    static void ready(Turn turn, Event.SystemReady event) {
        var status = turn.state().system(event.system());
        if (!status.member() || status.incarnation() != event.incarnation()) return;
        if (status.state() != SysState.INITING) return;
        change(turn, status.ready(event.disk(), event.version(), event.restarted()));
    }

    static void snapshotLoaded(Turn turn, Event.SnapshotLoaded event) {
        var status = turn.state().system(event.system());
        if (status.incarnation() != event.incarnation()) return;
        if (status.state() == SysState.REMOTE_BUILD) run(turn, status);
    }

    /// Puts a system into RUNNING, and lets groups start that were waiting for it.
    static void run(Turn turn, SystemStatus status) {
        boolean first = turn.state().runningSystems().isEmpty();
        change(turn, status.withState(SysState.RUNNING));
        String system = status.name();
        // Reports that came while it was building have completed no probe: until now it did not
        // operate.
        for (var group : turn.topology().groups().values())
            if (!group.resources().isEmpty()
                    && group.mayRunOn(system)
                    && turn.state().probed(group.name(), system))
                Probing.complete(turn, group, system);
        for (var group : turn.topology().groups().values()) {
            if (!group.autoStart() || !group.autoStartList().contains(system)) continue;
            if (!group.mayRunOn(system)) continue;
            if (group.parallel()) {
                turn.on(group.name(), system, on -> on.withAutoStart(true));
                continue;
            }
            var wanted = turn.state().group(group.name());
            boolean free =
                    wanted.intentOnline() == 1
                            && wanted.targets().isEmpty()
                            && !wanted.placement().wanted();
            if (free)
                turn.group(
                        group.name(),
                        each ->
                                each.withPlacement(
                                        Placement.of(Placement.Cause.AUTOSTART, "", "")));
        }
        turn.act(new Action.Reconfigure());
        turn.triggerOnLowest(first ? "sysup" : "sysjoin", "0", system, "RUNNING");
    }

    /// The only door between system states; says so.
    static void change(Turn turn, SystemStatus changed) {
        var before = turn.state().system(changed.name());
        turn.system(changed);
        if (before.state() == changed.state()) return;
        turn.log(
                changed.state() == SysState.FAULTED ? Severity.ERROR : Severity.NOTICE,
                changed.state() == SysState.FAULTED ? "V-16-1-10112" : "V-16-1-10322",
                "System "
                        + changed.name()
                        + (changed.nodeId() < 0 ? "" : " (Node '" + changed.nodeId() + "')")
                        + " changed state from "
                        + before.state()
                        + " to "
                        + changed.state());
    }

    /// Lets every waiting system take its next step, as far as the others' states allow.
    static void settle(Turn turn) {
        if (!anyWaits(turn.state())) return;
        for (String name : byAge(turn.state())) {
            var status = turn.state().system(name);
            if (status.member()) step(status.state()).ifPresent(step -> step.accept(turn, status));
        }
    }

    private static boolean anyWaits(ClusterState state) {
        for (SystemStatus each : state.systems().values()) {
            if (each.member() && step(each.state()).isPresent()) return true;
        }
        return false;
    }

    /// What a member in a state waits to do; nothing if it does not wait.
    private static Optional<BiConsumer<Turn, SystemStatus>> step(SysState state) {
        return switch (state) {
            case CURRENT_DISCOVER_WAIT, STALE_DISCOVER_WAIT -> Optional.of(Systems::discover);
            case CURRENT_PEER_WAIT, STALE_PEER_WAIT -> Optional.of(Systems::awaitPeer);
            case STALE_ADMIN_WAIT, ADMIN_WAIT -> Optional.of(Systems::awaitAdministrator);
            case LEAVING -> Optional.of(Systems::leave);
            case UNKNOWN,
                    INITING,
                    LOCAL_BUILD,
                    REMOTE_BUILD,
                    RUNNING,
                    EXITING,
                    EXITED,
                    EXITING_FORCIBLY,
                    FAULTED ->
                    Optional.empty();
        };
    }

    /// Those with a valid configuration first and of them the newest, so that the lowest with it builds.
    private static List<String> byAge(ClusterState state) {
        return state.systems().values().stream()
                .sorted(
                        Comparator.comparing((SystemStatus each) -> !each.disk().current())
                                .thenComparing(SystemStatus::version, Comparator.reverseOrder())
                                .thenComparingInt(SystemStatus::nodeId)
                                .thenComparing(SystemStatus::name))
                .map(SystemStatus::name)
                .toList();
    }

    /// The member that builds if nobody waits for anything.
    private static SystemStatus newestHere(ClusterState state) {
        return byAge(state).stream()
                .map(state::system)
                .filter(SystemStatus::member)
                .findFirst()
                .orElseThrow();
    }

    private static void discover(Turn turn, SystemStatus status) {
        var state = turn.state();
        boolean kept = state.configured() && !some(state, SysState.LOCAL_BUILD);
        // Who is here holds the running configuration, even if all who ran by it have left.
        if (kept || some(state, SysState.RUNNING) || some(state, SysState.LEAVING)) {
            buildRemotely(turn, status);
        } else if (some(state, SysState.LOCAL_BUILD)) {
            change(
                    turn,
                    status.withState(
                            status.disk().current()
                                    ? SysState.CURRENT_PEER_WAIT
                                    : SysState.STALE_PEER_WAIT));
        } else if (some(state, SysState.ADMIN_WAIT)) {
            change(turn, status.withState(SysState.ADMIN_WAIT));
        } else if (!some(state, SysState.INITING)) {
            var newer = newer(state, status);
            var unheard = unheard(state);
            if (!status.disk().current()) staleAdminWait(turn, status);
            else if (unheard.isPresent()) awaitTheUnheard(turn, status, unheard.get());
            else if (newer.isPresent()) refuseTheOld(turn, status, newer.get());
            else buildLocally(turn, status);
        }
    }

    /// A system whose disk has a newer configuration than this one's: had it a good one, and stayed, it would have built it by now.
    private static Optional<SystemStatus> newer(ClusterState state, SystemStatus status) {
        return state.systems().values().stream()
                .filter(each -> each.version().compareTo(status.version()) > 0)
                .max(Comparator.comparing(SystemStatus::version));
    }

    /// A system that was a member and is not any more, and never said how new its configuration is.
    private static Optional<SystemStatus> unheard(ClusterState state) {
        return state.systems().values().stream()
                .filter(each -> !each.member() && each.incarnation() > 0)
                .filter(each -> each.disk() == DiskConfiguration.UNKNOWN)
                .findFirst();
    }

    private static void awaitTheUnheard(Turn turn, SystemStatus status, SystemStatus unheard) {
        change(turn, status.withState(SysState.STALE_ADMIN_WAIT));
        var newest = newestHere(turn.state());
        turn.log(
                Severity.ERROR,
                "V-16-1-10629",
                "System "
                        + status.name()
                        + ": the engine of "
                        + unheard.name()
                        + " is gone and has not said how new its configuration is; it may be newer"
                        + " than those here; start it again (hastart on "
                        + unheard.name()
                        + "), or accept the newest one here, "
                        + newest.version()
                        + ", with hasys -force "
                        + newest.name());
    }

    private static void refuseTheOld(Turn turn, SystemStatus status, SystemStatus newer) {
        change(turn, status.withState(SysState.STALE_ADMIN_WAIT));
        turn.log(
                Severity.ERROR,
                "V-16-1-10628",
                "System "
                        + status.name()
                        + ": its configuration, "
                        + status.version()
                        + ", is older than that of "
                        + newer.name()
                        + ", "
                        + newer.version()
                        + (newer.member() && !newer.disk().current()
                                ? ", which is "
                                        + newer.disk()
                                        + "; correct the files of "
                                        + newer.name()
                                        + " and restart its engine"
                                : ", whose engine has left before it could build it; start it"
                                        + " again (hastart on "
                                        + newer.name()
                                        + ")")
                        + ", or accept the older one with hasys -force "
                        + status.name());
    }

    private static void staleAdminWait(Turn turn, SystemStatus status) {
        change(turn, status.withState(SysState.STALE_ADMIN_WAIT));
        turn.log(
                Severity.ERROR,
                "V-16-1-10627",
                "System "
                        + status.name()
                        + ": local cluster configuration is "
                        + status.disk()
                        + " and no other system has a valid one; correct the files and restart, or"
                        + " use hasys -force "
                        + status.name());
    }

    private static void awaitPeer(Turn turn, SystemStatus status) {
        if (some(turn.state(), SysState.RUNNING)) {
            buildRemotely(turn, status);
        } else if (!some(turn.state(), SysState.LOCAL_BUILD)) {
            change(
                    turn,
                    status.withState(
                            status.disk().current()
                                    ? SysState.CURRENT_DISCOVER_WAIT
                                    : SysState.STALE_DISCOVER_WAIT));
            turn.touchAll();
            discover(turn, turn.state().system(status.name()));
        }
    }

    private static void awaitAdministrator(Turn turn, SystemStatus status) {
        var state = turn.state();
        if (some(state, SysState.RUNNING)) buildRemotely(turn, status);
        else if (status.state() != SysState.STALE_ADMIN_WAIT) return;
        else if (some(state, SysState.LOCAL_BUILD))
            change(turn, status.withState(SysState.STALE_PEER_WAIT));
        else if (status.disk().current() && isTheNewest(state, status)) buildLocally(turn, status);
    }

    private static boolean isTheNewest(ClusterState state, SystemStatus status) {
        return !some(state, SysState.INITING)
                && unheard(state).isEmpty()
                && newer(state, status).isEmpty();
    }

    private static void buildRemotely(Turn turn, SystemStatus status) {
        change(turn, status.withState(SysState.REMOTE_BUILD));
        turn.act(new Action.BuildRemotely(status.name(), status.incarnation()));
    }

    static void buildLocally(Turn turn, SystemStatus status) {
        change(turn, status.withState(SysState.LOCAL_BUILD));
        turn.act(new Action.BuildLocally(status.name(), status.incarnation()));
    }

    private static boolean some(ClusterState state, SysState wanted) {
        for (var each : state.systems().values())
            if (each.member() && each.state() == wanted) return true;
        return false;
    }

    /// A leaving system is told to stop once nothing is active there (with `hastop -all`: nowhere).
    private static void leave(Turn turn, SystemStatus status) {
        if (status.stopWithAll()) {
            for (var each : turn.state().systems().values())
                if (each.member() && each.stopWithAll() && active(turn.state(), each.name()))
                    return;
        } else if (active(turn.state(), status.name())) {
            return;
        }
        change(turn, status.withState(SysState.EXITING));
        turn.act(new Action.StopEngine(status.name(), status.incarnation(), false));
    }

    /// Whether something is still to go offline before the engine of a system may stop.
    private static boolean active(ClusterState state, String system) {
        for (var group : state.topology().groups().values()) {
            if (!group.mayRunOn(system) || stays(state, group, system)) continue;
            var on = state.group(group.name()).on(system);
            if (on.phase() != Phase.IDLE) return true;
            if (GroupStates.base(state, group, system) != GroupState.Base.OFFLINE) return true;
        }
        return false;
    }

    /// Whether what runs of a group on a leaving system is left running.
    static boolean stays(ClusterState state, GroupInfo group, String system) {
        return group.leaveOnSystemDown()
                && state.group(group.name()).on(system).phase() != Phase.STOPPING;
    }
}
