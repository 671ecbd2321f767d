package dev.vigil.agent.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A program that this process has started, leader of a session and a process group of its own. It is collected as soon as it
/// ends, whether or not anybody waits for it.
final class ChildProcess {
    private final long pid;
    private final CountDownLatch over = new CountDownLatch(1);
    private boolean collected;
    private volatile int exitCode;

    private ChildProcess(long pid) {
        this.pid = pid;
    }

    /// Starts a program.
    ///
    /// @param exits tells when it ends
    /// @param environment added to the environment of this process
    /// @param output file for its output
    /// @throws IOException if it can't be started
    static ChildProcess start(
            ProcessExits exits, List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        var child = new ChildProcess(Spawn.start(command, environment, output));
        exits.watchChild(child.pid, child::collect);
        return child;
    }

    long pid() {
        return pid;
    }

    /// When it started; nothing if it is over already.
    Optional<Instant> startInstant() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
    }

    /// Waits for its end.
    ///
    /// @return whether it has ended
    boolean await(Duration limit) throws InterruptedException {
        return over.await(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
    }

    /// Its exit code, once it has ended; 128 + n if signal n ended it.
    int exitCode() {
        return exitCode;
    }

    /// Kills it with all that came of it, unless it has ended by itself.
    ///
    /// Not while it is being collected: from then on its number may be another's.
    synchronized void kill() {
        if (!collected) ProcessHandle.of(pid).ifPresent(ProcessTree::kill);
    }

    private void collect() {
        synchronized (this) {
            exitCode = Posix.collect(pid);
            collected = true;
        }
        over.countDown();
    }
}
