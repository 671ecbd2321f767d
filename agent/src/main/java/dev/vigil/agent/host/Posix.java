package dev.vigil.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The few calls of the C library that Java has no words for.
final class Posix {
    static final int SIGTERM = 15;
    static final int SIGKILL = 9;

    /// Number of pidfd_open, the same on all architectures of Linux.
    private static final long SYS_PIDFD_OPEN = 434;

    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final long LONGEST_MESSAGE = 1024;

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

    private static final MethodHandle WAITID =
            function(
                    "waitid",
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle WAITPID =
            function(
                    "waitpid",
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT);
    private static final MethodHandle STRERROR =
            function("strerror", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

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

    /// Waits until a child has ended; it is still to be collected then.
    static void awaitEnd(long pid) {
        try {
            int failed;
            do {
                failed =
                        (int)
                                WAITID.invokeExact(
                                        P_PID, (int) pid, MemorySegment.NULL, WEXITED | WNOWAIT);
            } while (failed != 0 && ProcessHandle.of(pid).isPresent());
        } catch (Throwable e) {
            throw broken("waitid", e);
        }
    }

    /// Collects a child that has ended.
    ///
    /// @return its exit code; 128 + n if signal n ended it
    static int collect(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            int collected;
            do {
                collected = (int) WAITPID.invokeExact((int) pid, status, 0);
            } while (collected < 0 && ProcessHandle.of(pid).isPresent());
            if (collected < 0) throw new IllegalStateException(pid + " is no child of ours");
            int value = status.get(ValueLayout.JAVA_INT, 0);
            int signal = value & 0x7f;
            return signal == 0 ? (value >> 8) & 0xff : 128 + signal;
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw broken("waitpid", e);
        }
    }

    /// What an error number of the C library means.
    @SuppressWarnings("restricted")
    static String message(int error) {
        try {
            var text = (MemorySegment) STRERROR.invokeExact(error);
            return text.reinterpret(LONGEST_MESSAGE).getString(0);
        } catch (Throwable e) {
            throw broken("strerror", e);
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

    /// A function of the C library that has to be there.
    static MethodHandle function(String name, ValueLayout result, ValueLayout... arguments) {
        return find(name, result, arguments)
                .orElseThrow(
                        () -> new IllegalStateException("the C library has no function " + name));
    }

    /// A function of the C library, if it has it.
    @SuppressWarnings("restricted")
    static Optional<MethodHandle> find(String name, ValueLayout result, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(
                        address ->
                                linker.downcallHandle(
                                        address, FunctionDescriptor.of(result, arguments)));
    }

    static IllegalStateException broken(String call, Throwable e) {
        return new IllegalStateException("calling " + call + " of the C library failed", e);
    }
}
