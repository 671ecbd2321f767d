package dev.vigil.engine.core;

import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.Message.Severity;
import dev.vigil.engine.core.Obstacle.Kind;
import dev.vigil.engine.policy.Candidate;
import dev.vigil.engine.policy.Selection;
import dev.vigil.engine.policy.TargetPolicy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Finds a system for every group that is to be brought online: at start, after a fault, at an operator's wish.
///
/// A placement waits while waiting makes sense (something is going offline, a system has not reported, a child group is on its way);
/// when nothing is left to wait for and no system is eligible, it is given up and said so.
///
/// Source: VCS Administrator's Guide, "Failover policies", "AutoStart"; engine rules of `protocol.md` section 5.
final class Placements {
    /// Obstacles that pass by themselves.
    private static final Set<Kind> PASSING =
            EnumSet.of(Kind.ACTIVE_ELSEWHERE, Kind.NOT_PROBED, Kind.PENDING);

    private Placements() {}

    /// Looks at one group that may want to be placed.
    static void settle(Turn turn, GroupInfo group) {
        if (group.parallel()) startInstances(turn, group);
        else completeStarts(turn, group);
        var placement = turn.state().group(group.name()).placement();
        if (!placement.wanted()) return;
        if (!group.parallel() && adopted(turn, group)) return;
        var state = turn.state();
        String frozen = state.groupFrozen(group.name()) ? "group is frozen" : "";
        if (!frozen.isEmpty()) {
            if (placement.cause().failover()) giveUp(turn, group, frozen, List.of());
            else await(turn, group, frozen);
            return;
        }
        String busy = group.parallel() ? "" : somewhere(state, group);
        if (!busy.isEmpty()) {
            await(turn, group, busy);
            return;
        }
        var selection = select(state, group, placement);
        if (selection.found()) {
            if (group.parallel())
                turn.group(group.name(), each -> each.withPlacement(Placement.NONE));
            Groups.start(turn, group, selection.target(), placement, selection.considered());
            return;
        }
        notFound(turn, group, placement, selection);
    }

    /// A failover group that is found running, with nothing being done about it, need not be placed.
    private static boolean adopted(Turn turn, GroupInfo group) {
        for (String system : group.systems()) {
            var on = turn.state().group(group.name()).on(system);
            if (on.phase() != Phase.IDLE || !turn.state().system(system).operates()) continue;
            if (GroupStates.base(turn.state(), group, system) == GroupState.Base.OFFLINE) continue;
            turn.group(group.name(), status -> status.withPlacement(Placement.NONE));
            return true;
        }
        return false;
    }

    /// Why nothing of the group can be started anywhere yet; "" if it can.
    private static String somewhere(ClusterState state, GroupInfo group) {
        for (String system : group.systems()) {
            String busy = Eligibility.busy(state, group, system);
            if (!busy.isEmpty()) return busy;
            String unknown = Eligibility.unknown(state, group, system);
            if (!unknown.isEmpty()) return unknown;
        }
        return "";
    }

    private static void notFound(
            Turn turn, GroupInfo group, Placement placement, Selection selection) {
        var state = turn.state();
        if (!placement.to().isEmpty() && placement.cause() == Placement.Cause.SWITCH) {
            turn.group(
                    group.name(),
                    status ->
                            status.withPlacement(
                                    Placement.of(Placement.Cause.SWITCH, "", placement.from())
                                            .excluding(placement.to())));
            return;
        }
        boolean autoDisabled =
                !group.parallel()
                        && group.systems().stream()
                                .anyMatch(
                                        system ->
                                                state.group(group.name())
                                                        .on(system)
                                                        .autoDisabled());
        boolean patient =
                placement.cause() == Placement.Cause.AUTOSTART
                        || autoDisabled
                        || GroupLinks.childComing(state, group)
                        || passing(state, group, placement);
        String waiting = String.join("; ", selection.considered());
        if (patient) await(turn, group, waiting);
        else if (placement.inPlace()) failOver(turn, group, placement.from());
        else giveUp(turn, group, "no system is eligible", selection.considered());
    }

    /// A group that cannot be restarted where it was goes elsewhere.
    private static void failOver(Turn turn, GroupInfo group, String from) {
        turn.on(group.name(), from, on -> on.withRetries(0, ""));
        turn.group(
                group.name(),
                status -> status.withPlacement(Placement.of(Placement.Cause.FAULT, "", from)));
    }

    /// Whether some candidate is kept back only by what passes by itself.
    private static boolean passing(ClusterState state, GroupInfo group, Placement placement) {
        for (String system : candidates(group, placement)) {
            var kinds = Eligibility.kinds(obstacles(state, group, system, placement));
            if (!kinds.isEmpty() && PASSING.containsAll(kinds)) return true;
        }
        return false;
    }

    private static void await(Turn turn, GroupInfo group, String what) {
        if (turn.state().group(group.name()).placement().waiting().equals(what)) return;
        turn.group(
                group.name(), status -> status.withPlacement(status.placement().waitingFor(what)));
        turn.decide(group.name(), "waits", what, List.of());
    }

    /// Says that a group cannot be brought online, and lets it be.
    static void giveUp(Turn turn, GroupInfo group, String why, List<String> considered) {
        var placement = turn.state().group(group.name()).placement();
        turn.group(
                group.name(),
                status ->
                        status.withPlacement(Placement.NONE)
                                .withPersistentFault(
                                        placement.cause() == Placement.Cause.PERSISTENT_FAULT));
        turn.decide(group.name(), "stays offline", why, considered);
        boolean failover = placement.cause().failover();
        turn.log(
                failover ? Severity.ERROR : Severity.WARNING,
                failover ? "V-16-1-10061" : "V-16-1-10062",
                "Group "
                        + group.name()
                        + (failover
                                ? " is faulted and cannot fail over: "
                                : " cannot be brought online: ")
                        + why
                        + (considered.isEmpty() ? "" : " (" + String.join("; ", considered) + ")"));
        if (!failover) return;
        turn.triggerOnLowest("nofailover", "0", placement.from(), group.name());
        if (placement.cause() == Placement.Cause.FAULT) Clearing.later(turn, group);
    }

    /// Starts the rest of a failover group that was found in part, once nobody else can be running it.
    private static void completeStarts(Turn turn, GroupInfo group) {
        for (String system : group.systems()) {
            var on = turn.state().group(group.name()).on(system);
            if (!on.autoStart()) continue;
            boolean settled =
                    on.phase() != Phase.IDLE
                            || !turn.state().group(group.name()).targets().containsKey(system)
                            || GroupStates.base(turn.state(), group, system)
                                    == GroupState.Base.ONLINE;
            if (settled) {
                turn.on(group.name(), system, each -> each.withAutoStart(false));
                continue;
            }
            if (!Eligibility.obstacles(turn.state(), group, system).isEmpty()) continue;
            turn.on(group.name(), system, each -> each.withAutoStart(false));
            turn.decide(
                    group.name(),
                    "online on " + system,
                    "found there in part or left there by an earlier engine",
                    List.of());
            Groups.startResources(turn, group, system);
        }
    }

    /// Starts the instances of a parallel group that are to come up by themselves.
    private static void startInstances(Turn turn, GroupInfo group) {
        for (String system : group.systems()) {
            if (!turn.state().group(group.name()).on(system).autoStart()) continue;
            var base = GroupStates.base(turn.state(), group, system);
            if (base == GroupState.Base.ONLINE) {
                turn.on(group.name(), system, on -> on.withAutoStart(false));
                continue;
            }
            if (!Eligibility.obstacles(turn.state(), group, system).isEmpty()) continue;
            turn.on(group.name(), system, on -> on.withAutoStart(false));
            Groups.start(
                    turn,
                    group,
                    system,
                    Placement.of(Placement.Cause.AUTOSTART, system, ""),
                    List.of());
        }
    }

    /// Chooses the system for a placement.
    static Selection select(ClusterState state, GroupInfo group, Placement placement) {
        boolean autoStart = placement.cause() == Placement.Cause.AUTOSTART;
        var policy =
                autoStart
                        ? group.autoStartPolicy().equals("Load")
                                ? TargetPolicy.LOAD
                                : TargetPolicy.ORDER
                        : policy(group);
        return select(state, group, placement, policy);
    }

    static TargetPolicy policy(GroupInfo group) {
        return group.unsupported().isEmpty()
                ? TargetPolicy.of(group.failOverPolicy())
                : TargetPolicy.PRIORITY;
    }

    static Selection select(
            ClusterState state, GroupInfo group, Placement placement, TargetPolicy policy) {
        return select(state, group, placement, policy, EnumSet.noneOf(Kind.class));
    }

    /// Chooses as if the group were offline everywhere: where it would go.
    static Selection forecast(
            ClusterState state, GroupInfo group, Placement placement, TargetPolicy policy) {
        return select(
                state, group, placement, policy, EnumSet.of(Kind.ACTIVE_ELSEWHERE, Kind.PENDING));
    }

    private static Selection select(
            ClusterState state,
            GroupInfo group,
            Placement placement,
            TargetPolicy policy,
            Set<Kind> ignored) {
        List<Candidate> found = new ArrayList<>();
        for (String system : candidates(group, placement)) {
            List<String> obstacles =
                    obstacles(state, group, system, placement).stream()
                            .filter(each -> !ignored.contains(each.kind()))
                            .map(Obstacle::text)
                            .toList();
            found.add(
                    new Candidate(
                            system,
                            group.priorities().getOrDefault(system, Integer.MAX_VALUE),
                            group.zones().getOrDefault(system, -1),
                            GroupLinks.displaces(state, group, system),
                            policy == TargetPolicy.ROUND_ROBIN
                                    ? Eligibility.occupying(state, system)
                                    : 0,
                            policy == TargetPolicy.LOAD
                                            && state.topology().systems().containsKey(system)
                                    ? Eligibility.availableCapacity(state, system)
                                    : 0,
                            obstacles));
        }
        int zone = group.zones().getOrDefault(placement.from(), -1);
        return policy.choose(
                found, zone, group.autoFailOver() == 2 && placement.cause().failover());
    }

    private static List<String> candidates(GroupInfo group, Placement placement) {
        if (!placement.to().isEmpty()) return List.of(placement.to());
        return placement.cause() == Placement.Cause.AUTOSTART
                ? group.autoStartList()
                : group.systems();
    }

    private static List<Obstacle> obstacles(
            ClusterState state, GroupInfo group, String system, Placement placement) {
        List<Obstacle> found = new ArrayList<>();
        if (placement.excluded().contains(system))
            found.add(excluded(state, group, system, placement));
        found.addAll(Eligibility.obstacles(state, group, system));
        boolean there =
                group.parallel()
                        && GroupStates.base(state, group, system) != GroupState.Base.OFFLINE;
        if (there) found.add(new Obstacle(Kind.ALREADY_ONLINE, "group is active there"));
        return found;
    }

    /// Why a placement leaves a system out, whatever else is said of it.
    private static Obstacle excluded(
            ClusterState state, GroupInfo group, String system, Placement placement) {
        if (system.equals(placement.from())) return new Obstacle(Kind.TRIED, "it comes from there");
        String parent = GroupLinks.parentObstacle(state, group, system);
        return parent.isEmpty()
                ? new Obstacle(Kind.TRIED, "it was tried there")
                : new Obstacle(Kind.DEPENDENCY, parent);
    }
}
