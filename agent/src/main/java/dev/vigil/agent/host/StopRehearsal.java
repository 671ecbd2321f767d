package dev.vigil.agent.host;

import dev.vigil.agent.ResourceDefinition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// Stops a process that there is not, on a table of its own.
///
/// A process that hosts no agents, and has to stop what runs when every moment counts, would spend most of that time on loading what it
/// needs for it. It rehearses while nothing depends on it.
public final class StopRehearsal {
    private static final long WITHIN_S = 30;

    private StopRehearsal() {}

    /// Rehearses. Blocks until it is done.
    ///
    /// @param settings as in earnest; table and logs are kept apart from those
    /// @param scratch a directory for it alone, which is gone afterwards
    /// @throws IOException if that directory cannot be used
    /// @throws TimeoutException if it takes far too long
    public static void run(HostSettings settings, Path scratch, LongSupplier clockNs)
            throws IOException, InterruptedException, TimeoutException {
        delete(scratch);
        try {
            HostSettings apart = apart(settings, scratch);
            writeTable(apart.table(), scratch.resolve("program"));
            try (var agents =
                    new AgentHost(apart, (stamp, resource) -> false, clockNs, report -> {})) {
                agents.stopLeased("rehearsal");
                agents.leasedIdle().toCompletableFuture().get(WITHIN_S, TimeUnit.SECONDS);
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        } finally {
            delete(scratch);
        }
    }

    private static HostSettings apart(HostSettings settings, Path scratch) {
        return new HostSettings(
                settings.agentDirectories(),
                settings.agents(),
                scratch.resolve("agents.table"),
                scratch,
                settings.home(),
                settings.environment(),
                settings.secondNs());
    }

    private static void writeTable(Path file, Path program) throws IOException {
        ResourceDefinition resource =
                ResourceDefinition.plain("rehearsal", "Process", "rehearsal")
                        .with("PathName", program.toString())
                        .withLeased(true);
        RunningTable table = RunningTable.load(file);
        SortedMap<String, ResourceDefinition> definitions = new TreeMap<>();
        definitions.put(resource.name(), resource);
        table.saveDefinitions(definitions);
        table.note(resource.name(), true);
        table.saveRunning();
    }

    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory)) return;
        List<Path> all;
        try (var found = Files.walk(directory)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) Files.delete(each);
    }
}
