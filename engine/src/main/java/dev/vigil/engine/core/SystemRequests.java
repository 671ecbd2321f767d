package dev.vigil.engine.core;

import dev.vigil.config.Value;
import dev.vigil.engine.core.GroupOnSystem.Phase;

import java.util.ArrayList;
import java.util.List;

/// What operators do to systems: freeze, force, load, stop.
///
/// Source: hasys(1M), hastop(1M).
final class SystemRequests {
    private SystemRequests() {}

    static Verdict freeze(Turn turn, Request.SystemFreeze request) {
        String system = request.system();
        if (!Requests.known(turn.state(), system)) return Requests.noSystem(system);
        if (request.persistent()) {
            if (turn.topology().systems().get(system).frozen())
                return Verdict.refused(
                        "V-16-1-40206", "System " + system + " is already persistently frozen");
            var verdict =
                    ConfigurationRequests.set(
                            turn,
                            configuration ->
                                    Edits.systemValue(
                                            configuration, system, "Frozen", Value.of(1)));
            if (!verdict.accepted()) return verdict;
        } else {
            turn.system(turn.state().system(system).withTemporarilyFrozen(true));
        }
        if (request.evacuate())
            for (var group : present(turn.state(), system))
                GroupMoves.evacuate(turn, group, system);
        return Verdict.DONE;
    }

    static Verdict unfreeze(Turn turn, Request.SystemUnfreeze request) {
        String system = request.system();
        if (!Requests.known(turn.state(), system)) return Requests.noSystem(system);
        if (request.persistent()) {
            if (!turn.topology().systems().get(system).frozen())
                return Verdict.refused("V-16-1-40205", "System is not persistently frozen");
            return ConfigurationRequests.set(
                    turn,
                    configuration ->
                            Edits.systemValue(configuration, system, "Frozen", Value.of(0)));
        }
        if (!turn.state().system(system).temporarilyFrozen())
            return Verdict.refused(
                    "V-16-1-40204", "System " + system + " is not frozen temporarily");
        turn.system(turn.state().system(system).withTemporarilyFrozen(false));
        return Verdict.DONE;
    }

    /// The groups that are active on a system and may be moved or stopped now.
    private static List<GroupInfo> present(ClusterState state, String system) {
        List<GroupInfo> found = new ArrayList<>();
        for (var group : state.topology().groups().sequencedValues().reversed())
            if (group.mayRunOn(system)
                    && !state.groupFrozen(group.name())
                    && state.group(group.name()).on(system).phase() != Phase.STOPPING
                    && GroupLinks.present(state, group.name(), system)) found.add(group);
        return found;
    }

    static Verdict force(Turn turn, Request.SystemForce request) {
        var status = turn.state().system(request.system());
        if (!status.member()) return Requests.noSystem(request.system());
        boolean waits =
                status.state() == SysState.ADMIN_WAIT
                        || status.state() == SysState.STALE_ADMIN_WAIT;
        if (!waits)
            return Verdict.refused(
                    "V-16-1-10206",
                    "System "
                            + request.system()
                            + " is "
                            + status.state()
                            + "; only one in ADMIN_WAIT or STALE_ADMIN_WAIT can be forced");
        Systems.buildLocally(turn, status);
        return Verdict.DONE;
    }

    static Verdict load(Turn turn, Request.SystemLoad request) {
        if (!Requests.known(turn.state(), request.system()))
            return Requests.noSystem(request.system());
        turn.system(turn.state().system(request.system()).withLoad(request.load()));
        return Verdict.DONE;
    }

    static Verdict stop(Turn turn, Request.Stop request) {
        List<String> systems = new ArrayList<>();
        if (request.all())
            for (var each : turn.state().systems().values()) {
                if (each.member()) systems.add(each.name());
            }
        else systems.addAll(request.systems());
        for (String system : systems) {
            var refusal = stopRefusal(turn.state(), system, request);
            if (!refusal.accepted()) return refusal;
        }
        for (String system : systems) {
            // Whoever leaves everything running is never remembered as one that has stopped it.
            if (turn.state().sysState(system) == SysState.EXITING_FORCIBLY) continue;
            if (request.force()) stopByForce(turn, system);
            else stopInOrder(turn, system, request);
        }
        return Verdict.DONE;
    }

    private static Verdict stopRefusal(ClusterState state, String system, Request.Stop request) {
        var status = state.system(system);
        if (!Requests.known(state, system) && !status.member()) return Requests.noSystem(system);
        if (!status.member())
            return Verdict.refused("V-16-1-10200", "System " + system + " is " + status.state());
        if (request.force()) return Verdict.DONE;
        String shutdown = state.configuration().clusterValue("EngineShutdown").text();
        boolean refused =
                shutdown.equals("Disable") || (shutdown.equals("DisableClusStop") && request.all());
        if (refused && !(request.evacuate() && request.noAutoDisable()))
            return Verdict.refused(
                    "V-16-1-10207", "EngineShutdown is " + shutdown + ": hastop is refused");
        for (var group : state.topology().groups().values()) {
            if (!group.mayRunOn(system)) continue;
            for (var resource : group.resources().values())
                if (state.resource(resource.name(), system).adminWait())
                    return Verdict.refused(
                            "V-16-1-10169",
                            "Resource "
                                    + resource.name()
                                    + " waits for an administrator on system "
                                    + system
                                    + "; use hastop -force");
            boolean held =
                    state.groupFrozen(group.name())
                            && !group.leaveOnSystemDown()
                            && GroupLinks.present(state, group.name(), system);
            if (held)
                return Verdict.refused(
                        "V-16-1-10159",
                        "Group "
                                + group.name()
                                + " is frozen and online on system "
                                + system
                                + "; unfreeze it, or use hastop -force");
        }
        return Verdict.DONE;
    }

    private static void stopByForce(Turn turn, String system) {
        var status = turn.state().system(system);
        Systems.change(turn, status.leaving(SysState.EXITING_FORCIBLY, false, false));
        turn.act(new Action.StopEngine(system, status.incarnation(), true));
    }

    private static void stopInOrder(Turn turn, String system, Request.Stop request) {
        var status = turn.state().system(system);
        if (status.state() != SysState.RUNNING && status.state() != SysState.LEAVING) {
            Systems.change(turn, status.leaving(SysState.EXITING, request.noAutoDisable(), false));
            turn.act(new Action.StopEngine(system, status.incarnation(), false));
            return;
        }
        Systems.change(
                turn, status.leaving(SysState.LEAVING, request.noAutoDisable(), request.all()));
        if (request.all())
            for (var group : turn.topology().groups().values())
                turn.group(
                        group.name(),
                        each -> each.withIntentOnline(0).withPlacement(Placement.NONE));
        for (var group : present(turn.state(), system)) {
            if (group.leaveOnSystemDown() && !request.evacuate()) continue;
            if (request.evacuate() && !request.all()) GroupMoves.evacuate(turn, group, system);
            else GroupMoves.stop(turn, group, system);
        }
    }
}
