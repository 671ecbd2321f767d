package dev.vigil.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The few calls of the C library that Java has no words for.
final class Posix {
    static final int SIGTERM = 15;
    static final int SIGKILL = 9;

    /// Number of pidfd_open, the same on all architectures of Linux.
    private static final long SYS_PIDFD_OPEN = 434;

    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;

    private static final MethodHandle KILL =
            function("kill", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle SYSCALL =
            function(
                    "syscall",
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_LONG);
    private static final MethodHandle POLL =
            function(
                    "poll",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle EVENTFD =
            function("eventfd", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle READ =
            function(
                    "read",
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG);
    private static final MethodHandle WRITE =
            function(
                    "write",
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG);
    private static final MethodHandle CLOSE =
            function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private Posix() {}

    /// Sends a signal to a process, or to a process group if `pid` is negative.
    ///
    /// @return whether there was anything to send it to
    static boolean kill(long pid, int signal) {
        try {
            return (int) KILL.invokeExact((int) pid, signal) == 0;
        } catch (Throwable e) {
            throw broken("kill", e);
        }
    }

    /// A file descriptor that becomes readable when the process ends.
    ///
    /// @return negative if there is no such process, or the kernel can't
    static int pidfdOpen(long pid) {
        try {
            return (int) (long) SYSCALL.invokeExact(SYS_PIDFD_OPEN, pid, 0L);
        } catch (Throwable e) {
            throw broken("pidfd_open", e);
        }
    }

    /// A counter that can be polled; made readable by [#signal(int)] and reset by [#drain(int)].
    static int eventfd() {
        try {
            return (int) EVENTFD.invokeExact(0, 0);
        } catch (Throwable e) {
            throw broken("eventfd", e);
        }
    }

    static void signal(int eventfd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(8);
            one.set(ValueLayout.JAVA_LONG, 0, 1L);
            long written = (long) WRITE.invokeExact(eventfd, one, 8L);
            if (written != 8) throw new IllegalStateException("eventfd took " + written + " bytes");
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw broken("write", e);
        }
    }

    static void drain(int eventfd) {
        try (Arena arena = Arena.ofConfined()) {
            long ignoredCount = (long) READ.invokeExact(eventfd, arena.allocate(8), 8L);
            if (ignoredCount != 8) throw new IllegalStateException("eventfd gave " + ignoredCount);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw broken("read", e);
        }
    }

    static void close(int descriptor) {
        try {
            int ignoredResult = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw broken("close", e);
        }
    }

    /// Waits until one of the descriptors is readable.
    ///
    /// @return for each of them whether it is
    static boolean[] awaitReadable(int[] descriptors) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate((long) POLLFD_BYTES * descriptors.length, 8);
            for (int i = 0; i < descriptors.length; i++) {
                set.set(ValueLayout.JAVA_INT, (long) POLLFD_BYTES * i, descriptors[i]);
                set.set(ValueLayout.JAVA_SHORT, (long) POLLFD_BYTES * i + 4, POLLIN);
            }
            int ready = (int) POLL.invokeExact(set, (long) descriptors.length, -1);
            var readable = new boolean[descriptors.length];
            for (int i = 0; ready > 0 && i < descriptors.length; i++) {
                readable[i] = set.get(ValueLayout.JAVA_SHORT, (long) POLLFD_BYTES * i + 6) != 0;
            }
            return readable;
        } catch (Throwable e) {
            throw broken("poll", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(
            String name, ValueLayout result, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        MemorySegment address =
                linker.defaultLookup()
                        .find(name)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the C library has no function " + name));
        return linker.downcallHandle(address, FunctionDescriptor.of(result, arguments));
    }

    private static IllegalStateException broken(String call, Throwable e) {
        return new IllegalStateException("calling " + call + " of the C library failed", e);
    }
}
