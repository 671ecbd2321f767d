package dev.vigil.agent.host;

import dev.vigil.agent.Call;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.framework.Event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// What tells of changes without looking, for resources whose agents can. Belongs to the host's loop.
final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Calls calls;
    private final long secondNs;
    private final Executor loop;
    private final LongSupplier clockNs;
    private final BiConsumer<ManagedResource, Event> tell;

    /// @param secondNs how long a second of the attributes lasts
    /// @param loop runs what is handed in from other threads
    /// @param tell hands an event to a resource's machine
    Watches(
            Calls calls,
            long secondNs,
            Executor loop,
            LongSupplier clockNs,
            BiConsumer<ManagedResource, Event> tell) {
        this.calls = calls;
        this.secondNs = secondNs;
        this.loop = loop;
        this.clockNs = clockNs;
        this.tell = tell;
    }

    void begin(ManagedResource resource) {
        long number = ++resource.watchNumber;
        Call call = calls.of(resource.definition, EntryPoint.MONITOR, secondNs, calls.processes());
        Thread.ofVirtual()
                .name(resource.definition.type() + ":" + resource.name + ":watch")
                .start(
                        () -> {
                            Optional<AutoCloseable> watch = Optional.empty();
                            try {
                                watch =
                                        resource.agent.watch(
                                                call,
                                                () ->
                                                        loop.execute(
                                                                () -> noticed(resource, number)));
                            } catch (Exception e) {
                                call.log().log("WARNING", "V-16-2-13906", "can't be watched: " + e);
                            }
                            Optional<AutoCloseable> made = watch;
                            loop.execute(() -> begun(resource, number, made));
                        });
    }

    private void begun(ManagedResource resource, long number, Optional<AutoCloseable> watch) {
        if (number != resource.watchNumber) {
            watch.ifPresent(Watches::end);
            return;
        }
        resource.watch = watch;
        tell.accept(resource, new Event.Watched(clockNs.getAsLong(), watch.isPresent()));
    }

    private void noticed(ManagedResource resource, long number) {
        if (number != resource.watchNumber) return;
        tell.accept(resource, new Event.Noticed(clockNs.getAsLong()));
    }

    void end(ManagedResource resource) {
        resource.watchNumber++;
        resource.watch.ifPresent(Watches::end);
        resource.watch = Optional.empty();
    }

    private static void end(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            LOG.warn("a watch did not end", e);
        }
    }
}
