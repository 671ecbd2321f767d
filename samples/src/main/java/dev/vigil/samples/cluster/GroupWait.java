package dev.vigil.samples.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

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
        until("on one system", systems -> systems.size() == 1);
        return cluster.online(group).first();
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
        until(
                "on one system other than " + system,
                systems -> systems.size() == 1 && !systems.contains(system));
        return cluster.online(group).first();
    }

    /// Until it is ONLINE nowhere.
    public void offline() throws IOException, InterruptedException {
        until("nowhere", SortedSet::isEmpty);
    }

    private interface Wanted {
        boolean is(SortedSet<String> systems);
    }

    private void until(String where, Wanted wanted) throws IOException, InterruptedException {
        if (cluster.await(limit, () -> wanted.is(cluster.online(group)))) return;
        throw new AssertionError(
                "after "
                        + limit.toSeconds()
                        + " s group "
                        + group
                        + " is not ONLINE "
                        + where
                        + ", but on "
                        + cluster.online(group)
                        + "\n"
                        + cluster.logs());
    }
}
