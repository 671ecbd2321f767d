package dev.vigil.samples.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// How soon an engine that died, and a system that lost its right, are back.
final class Recovery {
    /// For so long hashadow remembers that it has started an engine; one that died before is started again at once.
    private static final Duration FORGOTTEN = Duration.ofSeconds(61);

    private final Cluster cluster;

    Recovery(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Kills the engine of each system in turn, groups running there.
    ///
    /// @param seen takes the time until another system says that it is gone, ms
    /// @param running takes the time until it is RUNNING again in the eyes of all, ms
    /// @throws IOException if a resource was started anew by it
    void engine(int runs, Figures seen, Figures running) throws IOException, InterruptedException {
        List<String> systems = Cluster.SYSTEMS;
        for (int run = 0; run < runs; run++) {
            String victim = systems.get(run % systems.size());
            String witness = systems.get((run + 1) % systems.size());
            if (run > 0 && run % systems.size() == 0) Thread.sleep(FORGOTTEN);
            cluster.gather(victim);
            long atUs = cluster.killEngine(victim);
            cluster.await(
                    witness + " sees that the engine of " + victim + " is gone",
                    () -> cluster.sees(witness, victim, "FAULTED"));
            seen.add((Cluster.nowUs() - atUs) / 1000.0);
            cluster.await(victim + " is RUNNING again", cluster::allSeeAllRunning);
            running.add((Cluster.nowUs() - atUs) / 1000.0);
            for (String group : Cluster.GROUPS)
                if (!cluster.truth().started(group, atUs).isEmpty())
                    throw new IOException(
                            "the death of the engine of " + victim + " started " + group + " anew");
        }
    }

    /// Cuts off the system that runs everything until the others run it, and lets it hear them again.
    ///
    /// @param running takes the time from then until it is RUNNING in the eyes of all, ms
    void rejoin(int runs, Figures running) throws IOException, InterruptedException {
        for (int run = 0; run < runs; run++) {
            int node = run % 2;
            String victim = Cluster.SYSTEMS.get(node);
            String survivor = Cluster.SYSTEMS.get(2);
            cluster.gather(victim);
            try (var _ = Wire.cut(node)) {
                cluster.await(
                        "everything runs on survivors",
                        () -> cluster.runsWithout(survivor, victim));
            }
            long healedUs = Cluster.nowUs();
            cluster.await(victim + " is RUNNING again", cluster::allSeeAllRunning);
            running.add((Cluster.nowUs() - healedUs) / 1000.0);
        }
    }
}
