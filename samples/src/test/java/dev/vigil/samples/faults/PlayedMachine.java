package dev.vigil.samples.faults;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Plays what ends a machine: a watchdog device, which is a pipe that the node daemon feeds, and the kernel's trigger of a panic, which is a
/// file. When the device has not been fed for as long as it was set to, or the trigger was pulled, all processes of the system are killed,
/// what its resources started first.
final class PlayedMachine implements AutoCloseable {
    private static final Pattern ARMED = Pattern.compile("Watchdog: .*, armed, ([0-9]+) ms");
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LOOK_MS = 2;

    private final RunningSystem system;
    private final Truth truth;
    private final RandomAccessFile pipe;
    private final Path trigger;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("watchdog-time").factory());
    private volatile boolean reset;
    private volatile boolean panicked;
    private volatile long timeoutNs = NEVER;
    private volatile long fedNs = NEVER;
    private volatile boolean closed;

    /// Makes the device and begins to play it; it kills nobody before it is told its time-out.
    PlayedMachine(RunningCluster cluster, RunningSystem system, Truth truth)
            throws IOException, InterruptedException {
        this.system = system;
        this.truth = truth;
        Path path = cluster.directory().resolve(system.name() + ".watchdog");
        int made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor();
        if (made != 0) throw new IOException(path + " cannot be made");
        // Open for writing too, so that it never ends.
        pipe = new RandomAccessFile(path.toFile(), "rw");
        trigger = cluster.directory().resolve(system.name() + ".sysrq");
        Files.writeString(trigger, "");
        Thread.ofPlatform().daemon().name("watchdog-food").start(this::read);
        clock.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /// Learns its time-out from what the system says of it.
    ///
    /// @return whether it is armed
    boolean learn() {
        try {
            Matcher said = ARMED.matcher(system.type("vxfenadm", "-d").text());
            if (!said.find()) return false;
            timeoutNs = Long.parseLong(said.group(1)) * 1_000_000;
            return true;
        } catch (IOException restarting) {
            return false;
        }
    }

    /// Whether it has reset the system since that was last taken note of.
    boolean wasReset() {
        return reset;
    }

    /// The same, and takes note.
    boolean takeReset() {
        boolean was = reset;
        reset = false;
        panicked = false;
        return was;
    }

    /// Whether it was told to panic since the last reset was taken note of.
    boolean panicked() {
        return panicked;
    }

    private void read() {
        try {
            while (!closed) fedNs = pipe.read() == 'V' ? NEVER : System.nanoTime();
        } catch (IOException ended) {
            fedNs = NEVER;
        }
    }

    /// One that cannot look any more ends nobody, and the tests that wait for that fail.
    private void look() {
        try {
            if (Files.size(trigger) > 0) {
                panicked = true;
                Files.writeString(trigger, "");
                reset();
            }
            long lastNs = fedNs;
            if (lastNs == NEVER || timeoutNs == NEVER) return;
            if (System.nanoTime() - lastNs >= timeoutNs) reset();
        } catch (InterruptedException | IOException failed) {
            failed.printStackTrace();
            throw new IllegalStateException(failed);
        }
    }

    private void reset() throws IOException, InterruptedException {
        fedNs = NEVER;
        try (var pids = Files.newDirectoryStream(truth.directory(), "*." + system.name())) {
            for (Path file : pids) kill(Long.parseLong(Files.readString(file).strip()));
        }
        truth.note("gone", system.name());
        system.off();
        reset = true;
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        clock.shutdown();
        pipe.close();
    }
}
