package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.Definition.Hooks;
import dev.vigil.samples.powervm.HistoryEntry.What;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Runs the commands that let the world follow its management partitions: the processes of a cluster system die
/// with the machine they stand for, and come back with it. One at a time, in order, without a shell.
final class HookRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HookRunner.class);

    /// How long a hook may take.
    private static final long TIMEOUT_S = 60;

    /// A hook that is due.
    ///
    /// @param up whether a management partition came, else it went
    /// @param server the server it is on
    /// @param partition its name
    /// @param system the cluster system in it
    record Due(boolean up, String server, String partition, String system) {}

    /// Takes what became of a hook.
    @FunctionalInterface
    interface Told {
        /// @param words the command and how it ended
        void ended(Due hook, String words);
    }

    private final Hooks hooks;
    private final Told told;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("hooks").factory());

    HookRunner(Hooks hooks, Told told) {
        this.hooks = hooks;
        this.told = told;
    }

    /// The hooks that are due after a change: those of management partitions whose operating system came or went,
    /// even if it did both.
    static List<Due> due(Estate before, Estate after) {
        var due = new ArrayList<Due>();
        for (var server : after.servers().values()) {
            for (var partition : server.partitions().values()) {
                if (partition.kind() == Partition.Kind.MANAGEMENT) {
                    due.addAll(due(before, after, server, partition));
                }
            }
        }
        return due;
    }

    private static List<Due> due(Estate before, Estate after, Server server, Partition partition) {
        boolean was =
                Optional.ofNullable(before.servers().get(server.name()))
                        .flatMap(s -> s.partition(partition.name()))
                        .map(Partition::osUp)
                        .orElse(false);
        boolean stopped =
                after.history().stream()
                        .filter(e -> e.seq() >= before.nextSeq() && e.what() == What.STOPPED)
                        .anyMatch(
                                e ->
                                        e.server().equals(server.name())
                                                && e.name().equals(partition.name()));
        var due = new ArrayList<Due>();
        if (was && (stopped || !partition.osUp())) {
            due.add(new Due(false, server.name(), partition.name(), partition.setup().system()));
        }
        if (partition.osUp() && (!was || stopped)) {
            due.add(new Due(true, server.name(), partition.name(), partition.setup().system()));
        }
        return due;
    }

    /// Runs hooks, after those still running.
    void run(List<Due> due) {
        for (var hook : due) {
            var command = hook.up() ? hooks.managementUp() : hooks.managementDown();
            if (!command.isEmpty()) {
                worker.execute(() -> run(hook, filledIn(command, hook)));
            }
        }
    }

    private static List<String> filledIn(List<String> command, Due hook) {
        return command.stream()
                .map(
                        word ->
                                word.replace("{lpar}", hook.partition())
                                        .replace("{system}", hook.system())
                                        .replace("{server}", hook.server()))
                .toList();
    }

    private void run(Due hook, List<String> command) {
        var words = String.join(" ", command);
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectInput(Redirect.from(new File("/dev/null")))
                            .redirectOutput(Redirect.INHERIT)
                            .redirectError(Redirect.INHERIT)
                            .start();
            if (process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                told.ended(hook, words + ": exit " + process.exitValue());
            } else {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                told.ended(hook, words + ": killed after " + TIMEOUT_S + " s");
            }
        } catch (IOException failed) {
            LOG.error("hook {}: {}", words, failed.getMessage());
            told.ended(hook, words + ": " + failed.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
