package dev.vigil.samples.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/// Waits for a group of a [RunningCluster]; what does not come about within the limit is an [AssertionError] that tells where the group is
/// and what the logs say.
///
/// @param limit how long to wait
public record GroupWait(RunningCluster cluster, String group, Duration limit) {
    /// The same with another limit.
    public GroupWait within(Duration time) {
        return new GroupWait(cluster, group, time);
    }

    /// Until it is ONLINE on one system.
    ///
    /// @return that system
    public String online() throws IOException, InterruptedException {
        return until("on one system", systems -> systems.size() == 1).first();
    }

    /// Until it is ONLINE on these systems and no others.
    public void onlineOn(String... systems) throws IOException, InterruptedException {
        SortedSet<String> wanted = new TreeSet<>(java.util.List.of(systems));
        until("on " + wanted, wanted::equals);
    }

    /// Until it is ONLINE on one system, which is not this one.
    ///
    /// @return where it is
    public String onlineElsewhere(String system) throws IOException, InterruptedException {
        return until(
                        "on one system other than " + system,
                        systems -> systems.size() == 1 && !systems.contains(system))
                .first();
    }

    /// Until it is ONLINE nowhere.
    public void offline() throws IOException, InterruptedException {
        until("nowhere", SortedSet::isEmpty);
    }

    /// Until it has faulted on a system.
    public void faultedOn(String system) throws IOException, InterruptedException {
        if (!cluster.await(limit, () -> cluster.faulted(group, system)))
            throw missed("FAULTED on " + system);
    }

    private interface Wanted {
        boolean is(SortedSet<String> systems);
    }

    /// What was seen when it came about: looked at again, it may have changed.
    private SortedSet<String> until(String where, Wanted wanted)
            throws IOException, InterruptedException {
        var seen = new AtomicReference<SortedSet<String>>(new TreeSet<>());
        boolean came =
                cluster.await(
                        limit,
                        () -> {
                            seen.set(cluster.online(group));
                            return wanted.is(seen.get());
                        });
        if (came) return seen.get();
        throw missed("ONLINE " + where);
    }

    private AssertionError missed(String what) throws IOException {
        return new AssertionError(
                "after %d s group %s is not %s, but ONLINE on %s\n%s"
                        .formatted(
                                limit.toSeconds(),
                                group,
                                what,
                                cluster.online(group),
                                cluster.logs()));
    }
}
