package dev.vigil.agent.bundled;

import dev.vigil.agent.Call;
import dev.vigil.agent.host.ProcessExits;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Ending and watching of processes that are no children of ours.
final class Processes {
    private static final long PAUSE_MS = 5;

    private Processes() {}

    /// Asks processes to end, waits, and then ends those that did not.
    ///
    /// @param patience how long they have
    /// @return those that are there still
    static List<Long> terminate(Collection<Long> pids, Duration patience)
            throws IOException, InterruptedException {
        for (long pid : pids) ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        List<Long> left = awaitEnd(pids, patience);
        return left.isEmpty() ? left : kill(left);
    }

    /// Ends processes with all their children at once.
    ///
    /// @return those that are there still, a second later
    static List<Long> kill(Collection<Long> pids) throws IOException, InterruptedException {
        var all = new LinkedHashSet<ProcessHandle>();
        for (long pid : pids) {
            ProcessHandle.of(pid)
                    .ifPresent(
                            process -> {
                                all.add(process);
                                process.descendants().forEach(all::add);
                            });
        }
        all.forEach(ProcessHandle::destroyForcibly);
        return awaitEnd(pids, Duration.ofSeconds(1));
    }

    private static List<Long> awaitEnd(Collection<Long> pids, Duration patience)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = new ArrayList<Long>();
            for (long pid : pids) {
                if (ProcessTable.runs(pid, "")) left.add(pid);
            }
            if (left.isEmpty() || System.nanoTime() - until > 0) return left;
            Thread.sleep(PAUSE_MS);
        }
    }

    /// Watches processes for the end of any.
    static Optional<AutoCloseable> watch(
            ProcessExits exits, Collection<Long> pids, Runnable changed) {
        if (pids.isEmpty()) return Optional.empty();
        var watches = new ArrayList<AutoCloseable>();
        for (long pid : pids) watches.add(exits.watch(pid, changed));
        return Optional.of(
                () -> {
                    for (AutoCloseable watch : watches) watch.close();
                });
    }

    /// How long a process may take to end by itself: most of the time that the entry point has.
    static Duration patience(Call call) {
        Duration most = call.timeout().multipliedBy(3).dividedBy(4);
        Duration usual = Duration.ofSeconds(30);
        return most.compareTo(usual) < 0 ? most : usual;
    }
}
