package dev.vigil.engine.node;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.LongSupplier;

/// The one clock of a machine: monotonic, running on while the machine is suspended, the same for all its processes.
///
/// It is Linux's `CLOCK_BOOTTIME`. `System.nanoTime` is no substitute: it stops in suspend, and a lease measured by it
/// would outlive the promises of the others.
public final class MachineClock implements LongSupplier {
    private static final int CLOCK_BOOTTIME = 7;
    private static final long SECOND_NS = 1_000_000_000L;

    private final MethodHandle clockGettime;

    /// Opens the clock and reads it once.
    ///
    /// @throws UnsupportedOperationException on a system without `CLOCK_BOOTTIME`
    @SuppressWarnings("restricted") // the native call is what this class is for
    public MachineClock() {
        Linker linker = Linker.nativeLinker();
        MemorySegment function =
                linker.defaultLookup()
                        .find("clock_gettime")
                        .orElseThrow(
                                () -> new UnsupportedOperationException("no clock_gettime here"));
        // "critical" lets the call fill a Java array; it takes tens of nanoseconds and never
        // blocks.
        clockGettime =
                linker.downcallHandle(
                        function,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
                        Linker.Option.critical(true));
        if (!System.getProperty("os.name").equals("Linux"))
            throw new UnsupportedOperationException(
                    "a lease needs a clock that runs on in suspend; there is one for Linux only,"
                            + " this is "
                            + System.getProperty("os.name"));
        getAsLong();
    }

    /// The time since the machine started, suspended time included.
    ///
    /// @return nanoseconds
    @Override
    public long getAsLong() {
        long[] timespec = new long[2];
        int failed;
        try {
            failed =
                    (int) clockGettime.invokeExact(CLOCK_BOOTTIME, MemorySegment.ofArray(timespec));
        } catch (Throwable broken) {
            throw new IllegalStateException("clock_gettime cannot be called", broken);
        }
        if (failed != 0)
            throw new UnsupportedOperationException("this kernel has no CLOCK_BOOTTIME");
        return timespec[0] * SECOND_NS + timespec[1];
    }
}
