package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/// Sees to it that a daemon runs once per system. Held until the process ends, however it ends.
public final class OnlyOne {
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

    /// Keeps the place while other threads do the work; does not return.
    public void keep() {
        while (lock.isValid()) LockSupport.park(this);
        throw new IllegalStateException("the lock of this system was lost");
    }
}
