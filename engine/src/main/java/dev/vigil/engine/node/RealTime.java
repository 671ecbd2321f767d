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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Real-time priority (`SCHED_RR`, as `chrt -r` gives it) for the threads that heartbeats and the lease depend on.
///
/// These are the daemon's loop, and the virtual machine's own thread, which stops all others and collects garbage: a loop that has to wait
/// for one of normal priority has no priority at all. No other thread gets it. Agents run on threads of normal priority, and so do the
/// processes they start; what the loop itself might start is reset by the kernel (`SCHED_RESET_ON_FORK`).
final class RealTime {
    /// The priority unless `VIGIL_RT_PRIORITY` says another; 0 there leaves everything as it is.
    static final int DEFAULT_PRIORITY = 10;

    private static final int SCHED_RR = 2;
    private static final int SCHED_RESET_ON_FORK = 0x40000000;
    private static final int EPERM = 1;
    private static final String VM_THREAD = "VM Thread";

    private final MethodHandle setScheduler;
    private final StructLayout callState = Linker.Option.captureStateLayout();
    private final VarHandle errno =
            callState.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    @SuppressWarnings("restricted") // the native call is what this class is for
    RealTime() {
        Linker linker = Linker.nativeLinker();
        setScheduler =
                linker.downcallHandle(
                        linker.defaultLookup().find("sched_setscheduler").orElseThrow(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS),
                        Linker.Option.captureCallState("errno"));
    }

    /// Raises the calling thread and the virtual machine's.
    ///
    /// @param priority from 1 to 99
    /// @return why not, with what can be done about it; nothing when it is done
    Optional<String> raise(int priority) {
        Optional<String> refused = set(0, SCHED_RR | SCHED_RESET_ON_FORK, priority);
        if (refused.isPresent()) return refused;
        try {
            for (int thread : virtualMachine()) {
                refused = set(thread, SCHED_RR, priority);
            }
            return refused;
        } catch (IOException unreadable) {
            return Optional.of("the threads of this process cannot be listed: " + unreadable);
        }
    }

    private static List<Integer> virtualMachine() throws IOException {
        List<Integer> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                if (Files.readString(task.resolve("comm")).strip().equals(VM_THREAD))
                    threads.add(Integer.parseInt(task.getFileName().toString()));
            }
        }
        return threads;
    }

    private Optional<String> set(int thread, int policy, int priority) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(callState);
            MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_INT, priority);
            int result = (int) setScheduler.invokeExact(state, thread, policy, parameters);
            if (result == 0) return Optional.empty();
            int error = (int) errno.get(state, 0L);
            return Optional.of(
                    error == EPERM
                            ? "not permitted; give hanode CAP_SYS_NICE or a limit for real-time"
                                    + " priority (ulimit -r, LimitRTPRIO= of its unit) of at least "
                                    + priority
                            : "the kernel refuses priority "
                                    + priority
                                    + " with error "
                                    + error
                                    + "; VIGIL_RT_PRIORITY sets another one, from 1 to 99");
        } catch (Throwable broken) {
            throw new IllegalStateException("sched_setscheduler cannot be called", broken);
        }
    }
}
