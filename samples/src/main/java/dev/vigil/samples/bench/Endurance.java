package dev.vigil.samples.bench;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Which peerinact a machine bears whose processors are all busy.
final class Endurance {
    private static final String SILENCE = "vigil_peer_longest_silence_seconds";

    private final Cluster cluster;

    Endurance(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Loads all processors with two threads each that never rest, at the priority of everything else.
    ///
    /// @param silences takes the longest silence of each peer that it was heard again after, ms: peerinact has to be longer
    /// @throws IOException if a system was taken for lost meanwhile
    void loaded(Duration time, Figures silences) throws IOException, InterruptedException {
        var before = members();
        for (String system : Cluster.SYSTEMS) cluster.order(system, "lltstat", "-z");
        var over = new AtomicBoolean();
        var burners = new ArrayList<Thread>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++)
            burners.add(Thread.ofPlatform().name("load").daemon().start(() -> burn(over)));
        Thread.sleep(time);
        over.set(true);
        for (Thread burner : burners) burner.join();
        for (String system : Cluster.SYSTEMS)
            for (double seconds : cluster.metric(system, SILENCE)) silences.add(seconds * 1000);
        var after = members();
        if (!after.equals(before))
            throw new IOException("under load the members changed from " + before + " to " + after);
    }

    private static void burn(AtomicBoolean over) {
        while (!over.get()) Thread.onSpinWait();
    }

    /// The engines that are members in the eyes of each system: one that was lost and came back is another.
    private List<JsonNode> members() throws IOException {
        var members = new ArrayList<JsonNode>();
        for (String system : Cluster.SYSTEMS)
            members.add(cluster.state(system).path("view").path("members"));
        return members;
    }
}
