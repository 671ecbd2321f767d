package dev.vigil.engine.node;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// A watchdog as Linux has them: every write feeds it, a `V` right before it is closed disarms it, and one that is closed without goes
/// on counting. Its time-out has whole seconds.
///
/// A file that is no such device (a pipe to a daemon that resets the machine) is written in the same way; its time-out is what
/// `WatchdogTimeout` says, as it cannot be told.
///
/// Source: Linux kernel documentation, "The Linux Watchdog driver API".
final class LinuxWatchdog implements WatchdogDevice {
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;

    /// `_IOWR('W', 6, int)`: sets the time-out in seconds, feeds, and says which time-out it is now.
    private static final long WDIOC_SETTIMEOUT = 0xC0045706L;

    private static final int ENOTTY = 25;
    private static final long SECOND = 1_000_000_000L;
    private static final byte FOOD = 0;
    private static final byte MAGIC_CLOSE = 'V';
    private static final int CLOSED = -1;

    private final String path;
    private final Linker linker = Linker.nativeLinker();
    private final StructLayout callState = Linker.Option.captureStateLayout();
    private final VarHandle errno =
            callState.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private final MethodHandle open;
    private final MethodHandle control;
    private final MethodHandle write;
    private final MethodHandle close;
    private final MethodHandle message;
    private int descriptor = CLOSED;

    @SuppressWarnings("restricted") // the native calls are what this class is for
    LinuxWatchdog(String path) {
        this.path = path;
        open =
                function(
                        "open",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.captureCallState("errno"));
        control =
                function(
                        "ioctl",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS),
                        Linker.Option.captureCallState("errno"),
                        Linker.Option.firstVariadicArg(2));
        write =
                function(
                        "write",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.captureCallState("errno"));
        close =
                function(
                        "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        message =
                function(
                        "strerror",
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }

    @SuppressWarnings("restricted")
    private MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(), type, options);
    }

    @Override
    public long open(long timeoutNs) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(callState);
            descriptor =
                    (int)
                            open.invokeExact(
                                    state,
                                    arena.allocateFrom(path),
                                    O_WRONLY | O_NONBLOCK | O_CLOEXEC);
            if (descriptor < 0) throw failed("be opened", state);
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable broken) {
            throw new IllegalStateException("open cannot be called", broken);
        }
        return set(timeoutNs);
    }

    @Override
    public long set(long timeoutNs) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(callState);
            MemorySegment seconds =
                    arena.allocateFrom(ValueLayout.JAVA_INT, (int) (timeoutNs / SECOND));
            int done = (int) control.invokeExact(state, descriptor, WDIOC_SETTIMEOUT, seconds);
            if (done == 0) return seconds.get(ValueLayout.JAVA_INT, 0) * SECOND;
            if ((int) errno.get(state, 0L) == ENOTTY) {
                feed();
                return timeoutNs;
            }
            IOException refused = failed("be given a time-out", state);
            disarm();
            throw refused;
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable broken) {
            throw new IllegalStateException("ioctl cannot be called", broken);
        }
    }

    @Override
    public void feed() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(callState);
            if (written(arena, state, FOOD)) return;
            IOException refused = failed("be fed", state);
            closeFile();
            throw refused;
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable broken) {
            throw new IllegalStateException("write cannot be called", broken);
        }
    }

    @Override
    public void disarm() {
        if (descriptor < 0) return;
        try (Arena arena = Arena.ofConfined()) {
            boolean ignored = written(arena, arena.allocate(callState), MAGIC_CLOSE);
            closeFile();
        } catch (Throwable broken) {
            throw new IllegalStateException("write cannot be called", broken);
        }
    }

    private boolean written(Arena arena, MemorySegment state, byte what) throws Throwable {
        MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_BYTE, what);
        return (long) write.invokeExact(state, descriptor, one, 1L) == 1;
    }

    private void closeFile() throws Throwable {
        int ignored = (int) close.invokeExact(descriptor);
        descriptor = CLOSED;
    }

    @SuppressWarnings("restricted")
    private IOException failed(String what, MemorySegment state) throws Throwable {
        int error = (int) errno.get(state, 0L);
        var text = (MemorySegment) message.invokeExact(error);
        return new IOException(
                path + " cannot " + what + ": " + text.reinterpret(256).getString(0));
    }
}
