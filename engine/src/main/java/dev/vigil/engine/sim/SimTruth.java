package dev.vigil.engine.sim;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.Timing;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/// What is so, whatever the engines believe; and the rules that must hold at every instant.
final class SimTruth {
    private static final long MS = 1_000_000L;

    /// How much later than where it was typed a command may be applied elsewhere, and so be in the journal there.
    private static final long LATER_NS = 1_100 * MS;

    private final SimClock clock;
    private final SimOptions options;
    private final SimTrace trace;
    private final SortedMap<Integer, SortedSet<Integer>> up = new TreeMap<>();
    private final SortedMap<Integer, Long> excusedUntilNs = new TreeMap<>();
    private final SortedMap<ViewId, ViewId> successors = new TreeMap<>();
    private final SortedMap<String, Long> acknowledged = new TreeMap<>();
    private final SortedMap<String, SortedMap<Long, Long>> acknowledgedNs = new TreeMap<>();
    private final SortedMap<String, Long> safe = new TreeMap<>();
    private final SortedMap<Integer, Long> lastStartNs = new TreeMap<>();
    private final SortedMap<Integer, Long> appliedNs = new TreeMap<>();
    private long acknowledgements;
    private long troubles;
    private final SimExceptions exceptions;
    private IntPredicate asleep = _ -> false;
    private IntToGroup cleansTooLong = (_, _) -> false;

    /// Something about a group on a system.
    @FunctionalInterface
    interface IntToGroup {
        boolean test(int system, int group);
    }

    SimTruth(SimClock clock, SimOptions options, SimTrace trace) {
        this.clock = clock;
        this.options = options;
        this.trace = trace;
        this.exceptions = new SimExceptions(clock);
    }

    /// What happened that software alone cannot prevent.
    SimExceptions exceptions() {
        return exceptions;
    }

    /// How to find out whether a machine is suspended: what is on it does not run then.
    void askAsleep(IntPredicate suspended) {
        asleep = suspended;
    }

    /// How to find out whether a clean on a system takes longer than the margin has room for: it may still run when others start.
    void askCleans(IntToGroup tooLong) {
        cleansTooLong = tooLong;
    }

    void started(int system, int group) {
        trace.say("truth", "group " + group + " up on " + system);
        up.computeIfAbsent(group, _ -> new TreeSet<>()).add(system);
        lastStartNs.put(group, clock.nowNs());
        check(group);
    }

    void stopped(int system, int group) {
        trace.say("truth", "group " + group + " down on " + system);
        up.computeIfAbsent(group, _ -> new TreeSet<>()).remove(system);
        exceptions.over(system, group);
    }

    /// A suspended machine runs again; what runs there unseen has one look at the clock and one clean to end (risk 1).
    void resumed(int system) {
        excuse(system, excuseNs());
    }

    /// A node daemon is dead. If its machine had just been resumed, the engine stops what runs there, once it has waited K for another one.
    void guardDied(int system) {
        if (excused(system)) excuse(system, options.timing().guardNs() + excuseNs());
    }

    private void excuse(int system, long forNs) {
        excusedUntilNs.put(system, clock.nowNs() + forNs);
        clock.after(forNs + MS, () -> up.keySet().forEach(this::check));
    }

    private boolean excused(int system) {
        return clock.nowNs() < excusedUntilNs.getOrDefault(system, Long.MIN_VALUE);
    }

    private long excuseNs() {
        Timing t = options.timing();
        return t.cleanNs() + t.tickNs() + t.heartbeatNs() + 20 * MS;
    }

    private void check(int group) {
        SortedSet<Integer> all = up.getOrDefault(group, new TreeSet<>());
        if (all.size() < 2 || options.shapes().get(group).parallel()) {
            return;
        }
        var awake = new TreeSet<Integer>();
        for (int system : all) {
            if (asleep.test(system)) {
                continue;
            }
            if (excused(system)) {
                exceptions.begins(SimExceptions.RESUMED, system, group);
            } else if (cleansTooLong.test(system, group)) {
                exceptions.begins(SimExceptions.SLOW_CLEAN, system, group);
            } else {
                awake.add(system);
            }
        }
        if (awake.size() > 1 && options.mode() != QuorumMode.DISABLED) {
            throw new SimFailure("group " + group + " is up on systems " + awake + " at once");
        }
    }

    /// Where a group really runs.
    SortedSet<Integer> running(int group) {
        return new TreeSet<>(up.getOrDefault(group, new TreeSet<>()));
    }

    /// When a group was last started anywhere.
    long lastStartNs(int group) {
        return lastStartNs.getOrDefault(group, Long.MIN_VALUE);
    }

    /// An engine has installed a view: a view has one successor, but for what begins on the word of the coordination points that nobody else
    /// is left, as the last one may have gone on from there and left. That is a new history, or a proposal of before whose engines are all gone.
    ///
    /// @param lives whether an engine of it is there
    void installed(View view, boolean lives) {
        boolean anew = (view.fresh() || !lives) && options.mode() == QuorumMode.CUSTOMIZED;
        if (options.mode().arbitrates() && !anew) {
            ViewId before = successors.putIfAbsent(view.base(), view.id());
            if (before != null && !before.equals(view.id())) {
                throw new SimFailure(
                        "view "
                                + view.base()
                                + " has two successors: "
                                + before
                                + " and "
                                + view.id());
            }
        }
    }

    /// Something went wrong with a resource, by itself.
    void troubled() {
        troubles++;
    }

    /// How often something went wrong with a resource.
    long troubles() {
        return troubles;
    }

    /// An operator was told that a command is done.
    void acknowledged(String origin, long number) {
        acknowledged.merge(origin, number, Math::max);
        acknowledgedNs.computeIfAbsent(origin, _ -> new TreeMap<>()).put(number, clock.nowNs());
        acknowledgements++;
    }

    /// An engine has applied an item.
    void applied(int system) {
        appliedNs.put(system, clock.nowNs());
    }

    /// A machine has lost its power, and what was not synced to its disk: what was acknowledged since may be gone with it.
    void powerLost(long syncedNs) {
        onlySureUntil(syncedNs);
    }

    private void onlySureUntil(long atNs) {
        acknowledgedNs.forEach(
                (origin, numbers) -> {
                    long sure = 0;
                    for (var each : numbers.entrySet()) {
                        if (each.getValue() < atNs - LATER_NS) {
                            sure = each.getKey();
                        }
                    }
                    safe.merge(origin, sure, Math::min);
                });
    }

    /// How many commands were acknowledged in all.
    long acknowledgements() {
        return acknowledgements;
    }

    /// A history begins anew, with nobody left who had the old one: what is remembered comes from the disks. On the word of the coordination
    /// points it may begin without the system that went on alone and left last: what it did alone is set aside when it comes back.
    void historyBegins(SortedSet<Integer> members) {
        if (options.mode() == QuorumMode.CUSTOMIZED && members.size() < options.systems()) {
            onlySureUntil(
                    members.stream()
                            .mapToLong(id -> appliedNs.getOrDefault(id, 0L))
                            .max()
                            .orElse(0));
        }
        safe.forEach(
                (origin, sure) ->
                        acknowledged.computeIfPresent(origin, (_, was) -> Math.min(was, sure)));
        safe.clear();
    }

    /// Whether everything that operators were told is in this state.
    boolean remembers(SimCore core) {
        return !options.mode().arbitrates()
                || acknowledged.entrySet().stream()
                        .allMatch(e -> core.counted(e.getKey()) >= e.getValue());
    }
}
