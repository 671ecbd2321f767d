package dev.vigil.agent.host;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.framework.Action;
import dev.vigil.agent.framework.Event;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// The entry points of one host from their start to their end, in time or not. Belongs to the host's loop.
final class EntryPoints {
    /// How long an entry point may take to notice that it was ended, before it is no longer waited for.
    private static final long GRACE_NS = 500_000_000L;

    /// The same when every moment counts, since others are about to start what runs here.
    private static final long GRACE_WITHOUT_LEASE_NS = 100_000_000L;

    /// Whether a resource may be started now by an order; asked on the entry point's own thread.
    interface Start {
        boolean permitted(OrderStamp stamp, ResourceDefinition definition);
    }

    private final Calls calls;
    private final EntryFaults faults;
    private final OrderStamps stamps;
    private final Start start;
    private final BooleanSupplier leaseLost;
    private final Executor loop;
    private final LongSupplier clockNs;
    private final BiConsumer<ManagedResource, Event> tell;
    private final TypeThreads threads = new TypeThreads();
    private final Set<EntryPointRun> launched = new HashSet<>();

    /// @param leaseLost whether leased resources have to be down
    /// @param loop runs what is handed in from other threads
    /// @param tell hands an event to a resource's machine
    EntryPoints(
            Calls calls,
            EntryFaults faults,
            OrderStamps stamps,
            Start start,
            BooleanSupplier leaseLost,
            Executor loop,
            LongSupplier clockNs,
            BiConsumer<ManagedResource, Event> tell) {
        this.calls = calls;
        this.faults = faults;
        this.stamps = stamps;
        this.start = start;
        this.leaseLost = leaseLost;
        this.loop = loop;
        this.clockNs = clockNs;
        this.tell = tell;
    }

    /// Runs one for a resource that has none running, as soon as its type has a thread for it.
    void run(ManagedResource resource, Action.Run order) {
        OwnedProcesses processes = calls.processes();
        var run =
                new EntryPointRun(
                        resource,
                        order,
                        resource.agent,
                        calls.of(
                                resource.definition,
                                order.entryPoint(),
                                order.timeoutNs(),
                                processes),
                        processes,
                        faults);
        resource.run = Optional.of(run);
        if (threads.take(run)) launch(run);
    }

    /// Ends one, if it has not ended by itself.
    void kill(EntryPointRun run) {
        if (run.killed) return;
        run.killed = true;
        if (!run.launched) {
            threads.forget(run);
            run.resource.run = Optional.empty();
            tell.accept(run.resource, new Event.Killed(now(), run.order.run()));
            return;
        }
        boolean hurry = leaseLost.getAsBoolean() && run.resource.definition.leased();
        run.deadlineNs = now() + (hurry ? GRACE_WITHOUT_LEASE_NS : GRACE_NS);
        run.kill();
    }

    /// When [#overdue] has something to do.
    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (EntryPointRun run : launched) next = Math.min(next, run.deadlineNs);
        return next;
    }

    /// Ends those whose time is over, and waits no longer for those that were ended before.
    void overdue(long atNs) {
        for (EntryPointRun run : List.copyOf(launched)) {
            if (run.deadlineNs > atNs) continue;
            if (run.killed) {
                abandon(run);
            } else {
                run.timedOut = true;
                kill(run);
            }
        }
    }

    /// Whether one may still start something leased.
    boolean startLeased() {
        for (EntryPointRun run : launched) {
            if (run.resource.definition.leased() && run.order.entryPoint() == EntryPoint.ONLINE) {
                return true;
            }
        }
        return false;
    }

    /// Kills all that run and waits until they have ended; not for ever.
    void endAll() throws InterruptedException {
        launched.forEach(EntryPointRun::kill);
        long untilNs = System.nanoTime() + GRACE_NS;
        for (EntryPointRun run : launched) {
            run.awaitEnd(Duration.ofNanos(Math.max(1, untilNs - System.nanoTime())));
        }
    }

    private long now() {
        return clockNs.getAsLong();
    }

    private void launch(EntryPointRun run) {
        launched.add(run);
        run.deadlineNs = now() + run.order.timeoutNs();
        OrderStamp stamp = stamps.ofStart(run.order.operationId());
        ResourceDefinition definition = run.resource.definition;
        run.launch(
                () -> start.permitted(stamp, definition),
                end -> loop.execute(() -> ended(run, end)));
    }

    /// It does not end, though it was told to. The resource's machine goes on without it.
    private void abandon(EntryPointRun run) {
        run.abandoned = true;
        run.deadlineNs = Long.MAX_VALUE;
        calls.log(
                run.resource.definition,
                "ERROR",
                "V-16-2-13905",
                AgentHost.thread()
                        + "Resource("
                        + run.resource.name
                        + ") - "
                        + run.order.entryPoint().scriptName()
                        + " does not end though it was told to; it is left behind");
        over(run, Optional.empty());
    }

    private void ended(EntryPointRun run, EntryPointRun.End end) {
        launched.remove(run);
        if (!run.abandoned) over(run, Optional.of(end));
        // Nobody knows what it still did.
        else tell.accept(run.resource, new Event.Noticed(now()));
    }

    private void over(EntryPointRun run, Optional<EntryPointRun.End> end) {
        threads.giveBack(run).ifPresent(this::launch);
        if (run.resource.run.filter(current -> current == run).isEmpty()) return;
        run.resource.run = Optional.empty();
        tell.accept(run.resource, event(run, end));
    }

    private Event event(EntryPointRun run, Optional<EntryPointRun.End> end) {
        long number = run.order.run();
        long atNs = now();
        if (run.timedOut) return new Event.TimedOut(atNs, number);
        if (run.killed) return new Event.Killed(atNs, number);
        return switch (end.orElseThrow()) {
            case EntryPointRun.End.Returned(var code) -> new Event.Returned(atNs, number, code);
            case EntryPointRun.End.Found(var result) -> new Event.Monitored(atNs, number, result);
            case EntryPointRun.End.Denied(var reason) -> new Event.Denied(atNs, number, reason);
            case EntryPointRun.End.Refused(var reason) -> new Event.Refused(atNs, number, reason);
        };
    }
}
