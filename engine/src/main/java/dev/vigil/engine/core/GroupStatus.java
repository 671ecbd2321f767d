package dev.vigil.engine.core;

import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// What the engine wants of a group and is doing about it, cluster-wide.
///
/// @param intentOnline IntentOnline: 1 if operators or policies want it online, 0 if it is to stay offline
/// @param temporarilyFrozen TFrozen
/// @param placement where it is about to be brought online
/// @param targets systems where it is to be online (at most one for a failover group), by a reason
/// @param fromPersistentFault whether it is down everywhere for want of a persistent resource
/// @param on what is being done, by system of the SystemList
/// @param decisions the last decisions, oldest first
/// @param autoClears AutoClearCount: how often its faults were cleared without an operator since the last time one did
public record GroupStatus(
        int intentOnline,
        boolean temporarilyFrozen,
        Placement placement,
        TreePMap<String, String> targets,
        boolean fromPersistentFault,
        TreePMap<String, GroupOnSystem> on,
        TreePVector<Decision> decisions,
        int autoClears) {
    /// How many decisions are kept.
    static final int DECISIONS = 8;

    static GroupStatus initial(boolean autoStart) {
        return new GroupStatus(
                autoStart ? 1 : 0,
                false,
                Placement.NONE,
                TreePMap.empty(),
                false,
                TreePMap.empty(),
                TreePVector.empty(),
                0);
    }

    /// What is being done on a system.
    public GroupOnSystem on(String system) {
        return on.getOrDefault(system, GroupOnSystem.IDLE);
    }

    GroupStatus withIntentOnline(int changed) {
        return new GroupStatus(
                changed,
                temporarilyFrozen,
                placement,
                targets,
                fromPersistentFault,
                on,
                decisions,
                autoClears);
    }

    GroupStatus withTemporarilyFrozen(boolean changed) {
        return new GroupStatus(
                intentOnline,
                changed,
                placement,
                targets,
                fromPersistentFault,
                on,
                decisions,
                autoClears);
    }

    GroupStatus withPlacement(Placement changed) {
        return new GroupStatus(
                intentOnline,
                temporarilyFrozen,
                changed,
                targets,
                fromPersistentFault,
                on,
                decisions,
                autoClears);
    }

    GroupStatus withTarget(String system, String why) {
        return withTargets(targets.plus(system, why));
    }

    /// Wanted there and nowhere else.
    GroupStatus withOnlyTarget(String system, String why) {
        return withTargets(TreePMap.singleton(system, why));
    }

    GroupStatus withoutTarget(String system) {
        return withTargets(targets.minus(system));
    }

    private GroupStatus withTargets(TreePMap<String, String> changed) {
        return new GroupStatus(
                intentOnline,
                temporarilyFrozen,
                placement,
                changed,
                fromPersistentFault,
                on,
                decisions,
                autoClears);
    }

    GroupStatus withPersistentFault(boolean changed) {
        return new GroupStatus(
                intentOnline,
                temporarilyFrozen,
                placement,
                targets,
                changed,
                on,
                decisions,
                autoClears);
    }

    GroupStatus withOn(String system, GroupOnSystem changed) {
        return new GroupStatus(
                intentOnline,
                temporarilyFrozen,
                placement,
                targets,
                fromPersistentFault,
                changed.equals(GroupOnSystem.IDLE) ? on.minus(system) : on.plus(system, changed),
                decisions,
                autoClears);
    }

    /// Remembers a decision; of waiting only the latest.
    GroupStatus withDecision(Decision decision) {
        var kept = decisions;
        if (!kept.isEmpty() && kept.getLast().waits() && decision.waits())
            kept = kept.minus(kept.size() - 1);
        if (kept.size() >= DECISIONS) kept = kept.minus(0);
        return new GroupStatus(
                intentOnline,
                temporarilyFrozen,
                placement,
                targets,
                fromPersistentFault,
                on,
                kept.plus(decision),
                autoClears);
    }

    GroupStatus withAutoClears(int changed) {
        return new GroupStatus(
                intentOnline,
                temporarilyFrozen,
                placement,
                targets,
                fromPersistentFault,
                on,
                decisions,
                changed);
    }
}
