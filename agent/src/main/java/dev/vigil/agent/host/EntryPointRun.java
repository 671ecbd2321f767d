package dev.vigil.agent.host;

import dev.vigil.agent.Agent;
import dev.vigil.agent.AgentLog;
import dev.vigil.agent.Call;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.RefusedException;
import dev.vigil.agent.framework.Action;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One entry point, on a virtual thread of its own. Says exactly once how it ended.
///
/// Its fields that are not final belong to the host's loop.
final class EntryPointRun {
    /// How an entry point ended.
    sealed interface End {
        record Returned(int code) implements End {}

        record Found(MonitorResult result) implements End {}

        record Denied(String reason) implements End {}

        record Refused(String reason) implements End {}
    }

    final ManagedResource resource;
    final Action.Run order;
    private final Agent agent;
    private final Call call;
    private final OwnedProcesses processes;
    private final EntryFaults faults;
    private volatile Thread thread;

    /// When it has to be over, once it runs.
    long deadlineNs = Long.MAX_VALUE;

    boolean launched;

    /// Why it is being ended, and whether that is because of its time.
    boolean killed;

    boolean timedOut;

    /// Was told to end and did not; what it says is not awaited any more.
    boolean abandoned;

    EntryPointRun(
            ManagedResource resource,
            Action.Run order,
            Agent agent,
            Call call,
            OwnedProcesses processes,
            EntryFaults faults) {
        this.resource = resource;
        this.order = order;
        this.agent = agent;
        this.call = call;
        this.processes = processes;
        this.faults = faults;
    }

    /// Starts it.
    ///
    /// @param permitted asked right before an online
    /// @param ended told its end, on its own thread
    void launch(BooleanSupplier permitted, Consumer<End> ended) {
        launched = true;
        thread =
                Thread.ofVirtual()
                        .name(
                                call.resource().type()
                                        + ":"
                                        + call.resource().name()
                                        + ":"
                                        + order.entryPoint().scriptName())
                        .unstarted(() -> ended.accept(run(permitted)));
        thread.start();
    }

    /// Ends it: its processes are killed, its thread is interrupted.
    void kill() {
        Thread running = thread;
        // Not on a virtual thread: those may all be stuck in what is to be ended here.
        Thread.ofPlatform()
                .name("ending " + running.getName())
                .start(
                        () -> {
                            processes.close();
                            running.interrupt();
                        });
    }

    /// Waits for the end of what was told to end; not for ever.
    void awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    private End run(BooleanSupplier permitted) {
        try {
            if (order.entryPoint() == EntryPoint.ONLINE && !permitted.getAsBoolean()) {
                return new End.Denied(
                        "the system may not start it now (lease or order out of date)");
            }
            var fault = faults.take(call.resource().name(), order.entryPoint());
            return fault.isPresent() ? misbehave(fault.get()) : call();
        } catch (RefusedException e) {
            return order.entryPoint() == EntryPoint.ONLINE
                    ? new End.Refused(e.getMessage())
                    : failed(e);
        } catch (InterruptedException e) {
            // It was ended; the host knows why.
            return failed(e);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return failed(e);
        } finally {
            processes.close();
        }
    }

    private End call() throws Exception {
        return switch (order.entryPoint()) {
            case MONITOR -> new End.Found(agent.monitor(call));
            case ONLINE -> new End.Returned(agent.online(call));
            case OFFLINE -> new End.Returned(agent.offline(call));
            case CLEAN -> new End.Returned(agent.clean(call, order.reason().orElseThrow()));
            case OPEN -> {
                agent.open(call);
                yield new End.Returned(0);
            }
            case CLOSE -> {
                agent.close(call);
                yield new End.Returned(0);
            }
            case ATTR_CHANGED -> {
                agent.attrChanged(call, order.attribute());
                yield new End.Returned(0);
            }
            case ACTION, INFO, SHUTDOWN, MIGRATE ->
                    throw new IllegalStateException("not run by the machine: " + order);
        };
    }

    private End misbehave(EntryFaults.Fault fault) throws IOException, InterruptedException {
        log("WARNING", "V-16-2-13906", "injected fault: " + fault.text());
        return switch (fault.behaviour()) {
            case FAIL -> throw new IOException("made to fail by hafault");
            case HANG -> {
                new CountDownLatch(1).await();
                throw new IllegalStateException("nobody opens this latch");
            }
            case LIE ->
                    order.entryPoint() == EntryPoint.MONITOR
                            ? new End.Found(fault.says().finding())
                            : new End.Returned(0);
        };
    }

    private End failed(Throwable e) {
        String what =
                e instanceof IOException || e instanceof RefusedException || e.getMessage() != null
                        ? e.getMessage()
                        : e.toString();
        boolean monitor = order.entryPoint() == EntryPoint.MONITOR;
        boolean ended = e instanceof InterruptedException;
        if (!ended) log("ERROR", "V-16-2-13902", "failed: " + what);
        if (monitor) return new End.Found(MonitorResult.unknown("monitor failed: " + what));
        return new End.Returned(order.entryPoint() == EntryPoint.CLEAN ? 1 : 0);
    }

    private void log(String severity, String umi, String text) {
        AgentLog log = call.log();
        log.log(severity, umi, text);
    }
}
