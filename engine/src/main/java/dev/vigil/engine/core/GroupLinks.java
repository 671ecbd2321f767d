package dev.vigil.engine.core;

import dev.vigil.config.GroupDependency;
import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;
import dev.vigil.engine.core.GroupOnSystem.Phase;
import dev.vigil.engine.core.GroupOnSystem.Stop;

/// Dependencies between groups: when a parent may go online, and what becomes of it when its child goes away or moves.
///
/// | link | parent may start on S | child leaves the parent's reach | child comes to S |
/// |---|---|---|---|
/// | online local soft | where the child is | parent stays, and follows once the child is online elsewhere | |
/// | online local firm | where the child is | parent goes offline, and starts where the child comes up | |
/// | online local hard | where the child is | as firm, but goes offline before the child; its own fault takes the child along | |
/// | online global soft | if the child is anywhere | parent stays | |
/// | online global firm | if the child is anywhere | parent goes offline, and starts anywhere once the child is up | |
/// | online remote soft, firm | if the child is elsewhere | as global | parent moves away |
/// | offline local | where the child is not | | parent moves away |
///
/// Source: VCS Administrator's Guide, "About service group dependencies".
final class GroupLinks {
    private GroupLinks() {}

    /// Why a dependency forbids to start a group on a system now; "" if none does.
    static String obstacle(ClusterState state, GroupInfo group, String system) {
        for (var each : group.children()) {
            if (met(state, each, system)) continue;
            return each.category() == Category.OFFLINE
                    ? "group " + each.child() + " is there (" + each.kind() + ")"
                    : "needs group " + each.child() + " online " + where(each.location());
        }
        return "";
    }

    private static String where(Location location) {
        return switch (location) {
            case LOCAL -> "there";
            case GLOBAL -> "somewhere";
            case REMOTE -> "on another system";
            case SITE -> "in the site";
        };
    }

    /// Whether a dependency allows its parent to start on a system.
    private static boolean met(ClusterState state, GroupDependency link, String system) {
        if (link.category() == Category.OFFLINE) return !present(state, link.child(), system);
        return switch (link.location()) {
            case LOCAL -> up(state, link.child(), system);
            case GLOBAL, SITE -> upAnywhere(state, link.child(), "");
            case REMOTE ->
                    !present(state, link.child(), system)
                            && upAnywhere(state, link.child(), system);
        };
    }

    /// Whether starting `group` on `system` makes a group that depends on it move away from there.
    static boolean displaces(ClusterState state, GroupInfo group, String system) {
        for (var each : group.parents()) {
            boolean apart =
                    each.category() == Category.OFFLINE || each.location() == Location.REMOTE;
            if (apart && present(state, each.parent(), system)) return true;
        }
        return false;
    }

    /// A group that would have to give way, and is frozen; "" if there is none.
    static String frozenInTheWay(ClusterState state, GroupInfo group, String system) {
        for (var each : group.parents()) {
            boolean apart =
                    each.category() == Category.OFFLINE || each.location() == Location.REMOTE;
            if (apart && present(state, each.parent(), system) && state.groupFrozen(each.parent()))
                return "group " + each.parent() + " is there, frozen (" + each.kind() + ")";
        }
        return "";
    }

    /// Why an operator may not bring `group` online on `system` because of groups that depend on it; "" if he may.
    static String parentObstacle(ClusterState state, GroupInfo group, String system) {
        for (var each : group.parents()) {
            var parent = state.topology().groups().get(each.parent());
            for (String on : parent.systems()) {
                if (!present(state, parent.name(), on)) continue;
                boolean wrong =
                        each.category() == Category.OFFLINE || each.location() == Location.REMOTE
                                ? on.equals(system)
                                : each.location() == Location.LOCAL
                                        && !on.equals(system)
                                        && !group.parallel();
                if (wrong)
                    return "group "
                            + parent.name()
                            + " is online on "
                            + on
                            + " and depends on it ("
                            + each.kind()
                            + ")";
            }
        }
        return "";
    }

    /// Why an operator may not take `group` offline on `system`: a parent that needs it is online; "" if he may.
    static String offlineObstacle(ClusterState state, GroupInfo group, String system) {
        for (var each : group.parents()) {
            if (!binding(each)) continue;
            var parent = state.topology().groups().get(each.parent());
            for (String on : parent.systems())
                if (present(state, parent.name(), on) && reaches(state, each, on, system))
                    return "group "
                            + parent.name()
                            + " is online on "
                            + on
                            + " and requires it ("
                            + each.kind()
                            + ")";
        }
        return "";
    }

    /// Whether the child's instance on `childOn` is what lets the parent run on `parentOn`.
    private static boolean reaches(
            ClusterState state, GroupDependency link, String parentOn, String childOn) {
        if (link.location() == Location.LOCAL) return parentOn.equals(childOn);
        return !upAnywhere(state, link.child(), childOn);
    }

    private static boolean binding(GroupDependency link) {
        return link.category() == Category.ONLINE && link.rigidity() != Rigidity.SOFT;
    }

    /// Whether a parent must be gone before the group's resources are taken offline on a system: one with a hard link, or one that an
    /// operator takes offline as well.
    static boolean waitsForParent(ClusterState state, GroupInfo group, String system) {
        for (var each : group.parents()) {
            if (each.category() == Category.OFFLINE || state.groupFrozen(each.parent())) continue;
            var parent = state.topology().groups().get(each.parent());
            for (String on : parent.systems()) {
                if (each.location() == Location.LOCAL && !on.equals(system)) continue;
                var doing = state.group(parent.name()).on(on);
                boolean going = doing.phase() == Phase.STOPPING && doing.stop() == Stop.OPERATOR;
                if ((going || each.rigidity() == Rigidity.HARD)
                        && present(state, parent.name(), on)) return true;
            }
        }
        return false;
    }

    /// What the dependencies of a group now demand of its instance on a system.
    enum Demand {
        /// Nothing.
        NONE,
        /// It goes offline, and comes up again where its children allow.
        LEAVE,
        /// The same; the reason is that a child is where it should be apart from.
        MOVE
    }

    /// What the dependencies of a group demand of its instance on a system where it is active.
    static Demand demand(ClusterState state, GroupInfo group, String system) {
        for (var each : group.children()) {
            var child = state.topology().groups().get(each.child());
            if (each.category() == Category.OFFLINE) {
                if (arriving(state, child, system)) return Demand.MOVE;
                continue;
            }
            boolean gone =
                    each.location() == Location.LOCAL
                            ? !holds(state, child, system)
                            : !holdsAnywhere(state, child);
            if (binding(each)
                    && gone
                    && !startsByItself(state, child)
                    && !movedByRequest(state, child)) return Demand.LEAVE;
            if (each.location() == Location.LOCAL
                    && gone
                    && upAnywhere(state, child.name(), system)) return Demand.MOVE;
            if (each.location() == Location.REMOTE && arriving(state, child, system))
                return Demand.MOVE;
        }
        return Demand.NONE;
    }

    /// A child that the start of a system brings up: nothing of it runs that would be on its way off, and its parent is as it was found.
    private static boolean startsByItself(ClusterState state, GroupInfo child) {
        if (state.group(child.name()).placement().cause() != Placement.Cause.AUTOSTART)
            return false;
        for (String system : child.systems()) if (leaves(state, child, system)) return false;
        return true;
    }

    /// A child that an operator took offline in spite of us (-force) does not take its parent along.
    private static boolean movedByRequest(ClusterState state, GroupInfo child) {
        if (state.group(child.name()).intentOnline() != 0) return false;
        for (String system : child.systems())
            if (state.group(child.name()).on(system).stop() == Stop.OPERATOR) return true;
        return false;
    }

    /// Online, or staying so: not being taken offline.
    private static boolean holds(ClusterState state, GroupInfo child, String system) {
        var on = state.group(child.name()).on(system);
        if (leaves(state, child, system)) return false;
        if (on.phase() == Phase.STARTING) return true;
        if (!state.system(system).operates())
            return state.group(child.name()).targets().containsKey(system);
        if (state.probesPending(child.name(), system) > 0) return true;
        return GroupStates.base(state, child, system) != GroupState.Base.OFFLINE;
    }

    /// On its way off.
    private static boolean leaves(ClusterState state, GroupInfo child, String system) {
        var on = state.group(child.name()).on(system);
        return on.phase() == Phase.STOPPING || (on.phase() == Phase.PATH && on.stop() != Stop.NONE);
    }

    private static boolean holdsAnywhere(ClusterState state, GroupInfo child) {
        for (String system : child.systems()) if (holds(state, child, system)) return true;
        return false;
    }

    /// Active or starting.
    static boolean present(ClusterState state, String group, String system) {
        var info = state.topology().groups().get(group);
        var phase = state.group(group).on(system).phase();
        return phase == Phase.STARTING
                || phase == Phase.PREONLINE
                || GroupStates.base(state, info, system) != GroupState.Base.OFFLINE;
    }

    /// Online or starting, and not on its way off.
    private static boolean arriving(ClusterState state, GroupInfo child, String system) {
        return present(state, child.name(), system)
                && state.group(child.name()).on(system).phase() != Phase.STOPPING;
    }

    /// ONLINE, and not on its way off.
    private static boolean up(ClusterState state, String group, String system) {
        var info = state.topology().groups().get(group);
        var phase = state.group(group).on(system).phase();
        return phase != Phase.STOPPING
                && phase != Phase.PATH
                && GroupStates.base(state, info, system) == GroupState.Base.ONLINE;
    }

    private static boolean upAnywhere(ClusterState state, String group, String except) {
        for (String system : state.topology().groups().get(group).systems())
            if (!system.equals(except) && up(state, group, system)) return true;
        return false;
    }

    /// Whether a child that a group needs is on its way up, so that waiting for it makes sense.
    static boolean childComing(ClusterState state, GroupInfo group) {
        for (var each : group.children()) {
            if (each.category() == Category.OFFLINE) continue;
            var child = state.group(each.child());
            if (child.placement().wanted()) return true;
            for (var on : child.on().values())
                if (on.phase() != Phase.IDLE || on.autoStart()) return true;
        }
        return false;
    }
}
