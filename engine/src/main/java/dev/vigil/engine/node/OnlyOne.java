package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Sees to it that something runs once per system. Held until it is given up, or the process ends, however it ends.
public final class OnlyOne implements AutoCloseable {
    private static final long HUNDREDTH_NS = 10_000_000L;
    private static final long LOOK_AGAIN_NS = 2_000_000L;

    private final FileLock lock;

    private OnlyOne(FileLock lock) {
        this.lock = lock;
    }

    /// Takes the place of `daemon`.
    ///
    /// @throws IOException with one line for the operator if another process has it
    public static OnlyOne take(Path run, String daemon) throws IOException {
        Files.createDirectories(run);
        Path file = run.resolve(daemon + ".lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new IOException(
                    daemon
                            + " of this system runs already"
                            + (holder.isEmpty() ? "" : " as process " + holder)
                            + "; stop it first, or set VIGIL_RUN to run another system on this"
                            + " machine");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes()), 0);
        return new OnlyOne(lock);
    }

    /// Who has a place.
    ///
    /// @param pid the process
    /// @param startedNs when it was started, by the machine's clock, to a hundredth of a second
    public record Holder(long pid, long startedNs) {}

    /// The process that has the place of `daemon`, found without touching the lock: taking it to see would send a daemon away that starts
    /// at that moment.
    public static Optional<Holder> holder(Path run, String daemon) {
        try {
            Path file = run.resolve(daemon + ".lock").toRealPath();
            long pid = Long.parseLong(Files.readString(file).strip());
            Path process = Path.of("/proc", Long.toString(pid));
            // Numbers of processes come again: it is the one that has the file open.
            try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
                for (Path each : open) {
                    if (leadsTo(each, file)) return Optional.of(new Holder(pid, started(process)));
                }
            }
            return Optional.empty();
        } catch (IOException | NumberFormatException | DirectoryIteratorException gone) {
            return Optional.empty();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    private static long started(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The name, in parentheses, may hold anything; starttime is the twentieth word after it.
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(words[19]) * HUNDREDTH_NS;
    }

    /// Waits until nobody has the place of `what`, or until `untilNs`.
    ///
    /// @param waits is told the process that has it, before it is waited for; -1 if that cannot be seen
    public static void awaitNobody(
            Path run, String what, LongSupplier clockNs, long untilNs, LongConsumer waits)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        run.resolve(what + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) return;
            waits.accept(holder(run, what).map(Holder::pid).orElse(-1L));
            while (clockNs.getAsLong() < untilNs && channel.tryLock() == null)
                LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }

    /// Gives the place up.
    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }

    /// Keeps the place while other threads do the work; does not return.
    public void keep() {
        while (lock.isValid()) LockSupport.park(this);
        throw new IllegalStateException("the lock of this system was lost");
    }
}
