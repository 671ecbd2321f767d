package dev.vigil.engine.had;

import static java.util.stream.Collectors.joining;

import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.LocalDefinitions;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.config.Configuration;
import dev.vigil.engine.core.Action;
import dev.vigil.engine.core.Cause;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Operation;
import dev.vigil.engine.core.Outcome;
import dev.vigil.engine.core.SeenLinks;
import dev.vigil.engine.core.SystemStatus;
import dev.vigil.engine.journal.KeptConfiguration;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What this system's engine does on account of the core's actions, and what it tells the core about this system.
///
/// Every engine is given all actions; this one carries out those meant for its own system. It decides nothing.
public final class CoreDuties {
    /// The configuration files of this system.
    public interface Files {
        /// Reads them.
        ConfigurationFiles.Found read();

        /// Replaces them: text by file name. What says the same already is left alone.
        ///
        /// @return where those that did not verify have been kept
        List<Path> write(Map<String, String> texts) throws IOException;

        /// They hold this now, as written by [#write].
        ///
        /// @return what is to be said of it
        List<LogLine> saved(Map<String, String> texts);

        /// Keeps what the engines have agreed on, before anybody is told of it.
        ///
        /// @return what is to be said of it
        List<LogLine> keep(KeptConfiguration now);

        /// Marks them as open for writing, or takes the mark away.
        void mark(boolean open) throws IOException;
    }

    /// Runs trigger scripts.
    public interface Triggers {
        /// Runs one in the background.
        ///
        /// @param ended is given its exit code, on the engine's loop; 0 if there is no such script
        void run(String name, String path, List<String> arguments, IntConsumer ended);
    }

    /// Runs things later, on the engine's loop.
    public interface Alarm {
        /// Runs `what` once, after `delayMs`.
        ///
        /// @return calls it off
        Runnable after(long delayMs, Runnable what);
    }

    /// What the duties are done with.
    ///
    /// @param state the newest state
    /// @param offer puts an event on the log
    /// @param node tells the node daemon something
    /// @param owner whether this system fires the state's timers
    /// @param leave makes this engine leave the cluster; with `true` what runs here stays
    /// @param lines takes what is to be logged
    /// @param cleanNs how long a clean may take by the times of the newest view
    /// @param leases whether the right to continue can be lost in the newest view
    /// @param loserPanics `LoserAction=panic`
    public record Ports(
            Supplier<ClusterState> state,
            Consumer<Event> offer,
            Consumer<NodeFrame> node,
            Supplier<Boolean> owner,
            Consumer<Boolean> leave,
            Consumer<LogLine> lines,
            Triggers triggers,
            Files files,
            Alarm alarm,
            LongSupplier cleanNs,
            BooleanSupplier leases,
            boolean loserPanics) {}

    private final String system;
    private final long incarnation;
    private final Ports ports;
    private final Map<String, BiConsumer<Integer, List<String>>> replies = new HashMap<>();
    private final Map<String, Runnable> timers = new HashMap<>();
    private final SortedSet<String> expired = new TreeSet<>();
    private final LocalDefinitions definitions;
    private final CleanTimeouts cleanTimeouts;
    private final OutsideLease outsideLease = new OutsideLease();
    private final SaidEnds saidEnds = new SaidEnds();
    private boolean configured;
    private LinksOffered linksOffered = new LinksOffered(-1, SeenLinks.NONE);

    private record LinksOffered(long view, SeenLinks links) {}

    /// @param incarnation of this system's engine
    public CoreDuties(String system, long incarnation, Ports ports) {
        this.system = system;
        this.incarnation = incarnation;
        this.ports = ports;
        this.definitions = new LocalDefinitions(system);
        this.cleanTimeouts = new CleanTimeouts(ports.loserPanics());
    }

    /// What is not safe, or not available, of what the configuration runs here, one line each.
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!ports.leases.getAsBoolean()) return warnings;
        cleanTimeouts.warning().ifPresent(warnings::add);
        warnings.addAll(outsideLease.warnings());
        return warnings;
    }

    /// Says what the configuration files of this system are worth: the first that an engine says in a cluster.
    public void ready(ConfigurationFiles.Found found, boolean restarted) {
        ports.offer.accept(
                new Event.SystemReady(
                        system, incarnation, found.disk(), restarted, found.reading().version()));
    }

    /// Puts an operator's request on the log.
    ///
    /// @param request with an id that no other engine and no earlier incarnation uses
    /// @param replied is given exit code and messages when the request has been applied here
    public void submit(Event.Requested request, BiConsumer<Integer, List<String>> replied) {
        replies.put(request.requestId(), replied);
        ports.offer.accept(request);
    }

    /// Forgets an operator who does not wait any longer.
    public void abandon(String requestId) {
        replies.remove(requestId);
    }

    /// Carries actions out, in order.
    public void carryOut(List<Object> effects) {
        for (Object effect : effects) {
            switch (effect) {
                case Action action -> carryOut(action);
                case CoreApplication.Keep keep ->
                        ports.files.keep(keep.configuration()).forEach(ports.lines);
                default -> throw new IllegalStateException("not an action of the core: " + effect);
            }
        }
    }

    private void carryOut(Action action) {
        switch (action) {
            case Action.Order(var at, var engine, var view, var operation) -> {
                if (mine(at, engine) && !over(operation)) send(order(view, operation));
            }
            case Action.Cancel(var at, var engine, var view, var operation) -> {
                if (mine(at, engine)) send(cancel(view, operation));
            }
            case Action.Look(var at, var engine, var view, var resource) -> {
                if (mine(at, engine))
                    send(new AgentOrder.Probe(new OrderStamp(incarnation, view, ""), resource));
            }
            case Action.Reply(var requestId, var exitCode, var messages) -> {
                var replied = replies.remove(requestId);
                if (replied != null) replied.accept(exitCode, messages);
            }
            case Action.Log(var message) ->
                    ports.lines.accept(
                            new LogLine(
                                    LogLine.Severity.valueOf(message.severity().name()),
                                    message.umi(),
                                    message.text()));
            case Action.RunTrigger(var at, var id, var name, var path, var arguments) -> {
                if (at.equals(system)) trigger(id, name, path, arguments);
            }
            case Action.StartTimer(var id, var durationMs) -> startTimer(id, durationMs);
            case Action.CancelTimer(var id) -> cancelTimer(id);
            case Action.BuildLocally(var at, var engine) -> {
                if (mine(at, engine)) buildLocally();
            }
            case Action.BuildRemotely(var at, var engine) -> {
                if (mine(at, engine)) buildRemotely();
            }
            case Action.Reconfigure() -> configure();
            case Action.MarkStale(var stale) -> toDisk(".stale", () -> ports.files.mark(stale));
            case Action.DumpConfiguration(var files) -> toDisk("main.cf", () -> replace(files));
            case Action.StopEngine(var at, var engine, var force) -> {
                if (mine(at, engine)) ports.leave.accept(force);
            }
        }
    }

    private boolean mine(String at, long engine) {
        return at.equals(system) && engine == incarnation;
    }

    private void send(AgentOrder order) {
        ports.node.accept(new NodeFrame.Order(order));
    }

    private AgentOrder order(long view, Operation operation) {
        var stamp = new OrderStamp(incarnation, view, operation.id());
        String resource = operation.resource();
        return switch (operation.kind()) {
            case ONLINE -> new AgentOrder.Online(stamp, resource);
            case OFFLINE -> new AgentOrder.Offline(stamp, resource);
            case CLEAR_FAULT -> new AgentOrder.ClearFault(stamp, resource);
            case ACTION ->
                    new AgentOrder.Action(
                            stamp, resource, operation.token(), operation.arguments());
        };
    }

    private AgentOrder cancel(long view, Operation operation) {
        return new AgentOrder.Cancel(
                new OrderStamp(incarnation, view, "cancel" + operation.id()),
                operation.resource(),
                operation.id());
    }

    // The node daemon

    /// A node daemon is there, perhaps another than before: it is told what to run agents for, what is pending, and asked what it sees.
    public void nodeConnected() {
        if (!configured) return;
        configure();
        ClusterState state = ports.state.get();
        for (Operation operation : state.operations().values()) {
            if (!mine(operation.system(), operation.incarnation()) || over(operation)) continue;
            send(order(state.view(), operation));
            if (operation.cancelled()) send(cancel(state.view(), operation));
        }
    }

    /// Whether an end of an operation has been said here, which the log may not have brought back yet: as the others will act on it, it is not
    /// ordered again. If nothing but its resource's fault was said, it is said now that it has failed.
    private boolean over(Operation operation) {
        if (saidEnds.isOver(operation.id())) return true;
        Optional<String> failure = saidEnds.failure(operation.id());
        failure.ifPresent(why -> ended(operation.resource(), operation.id(), Outcome.FAILED, why));
        return failure.isPresent();
    }

    /// Gives the agents what the configuration says of this system, and asks for the state of everything.
    private void configure() {
        configured = true;
        Configuration configuration = ports.state.get().configuration();
        List<ResourceDefinition> local = definitions.of(configuration);
        cleanTimeouts.check(local, ports.cleanNs.getAsLong()).ifPresent(ports.lines);
        outsideLease.check(configuration, local).forEach(ports.lines);
        ports.node.accept(new NodeFrame.Configure(local));
        ports.node.accept(new NodeFrame.Snapshot());
    }

    /// The agents say something.
    public void reported(AgentReport report) {
        switch (report) {
            case AgentReport.StateChanged(
                            var resource,
                            var status,
                            var cause,
                            var operationId,
                            var reason) -> {
                saidEnds.changed(status.state(), operationId, reason);
                ports.offer.accept(
                        new Event.ResourceReported(
                                system,
                                incarnation,
                                resource,
                                status(status),
                                Cause.valueOf(cause.name()),
                                operationId,
                                reason,
                                ports.state.get().view()));
            }
            case AgentReport.OperationEnded(
                            var resource,
                            var operationId,
                            var outcome,
                            var reason) ->
                    ended(resource, operationId, Outcome.valueOf(outcome.name()), reason);
            case AgentReport.ActionEnded(
                            var resource,
                            var operationId,
                            var token,
                            var exitCode,
                            var output) -> {
                saidEnds.over(ports.state.get(), operationId);
                ports.offer.accept(
                        new Event.ActionEnded(
                                system, incarnation, resource, operationId, exitCode, output));
            }
            case AgentReport.Message(var severity, var umi, var text) ->
                    ports.lines.accept(new LogLine(LogLine.Severity.valueOf(severity), umi, text));
        }
    }

    private void ended(String resource, String operationId, Outcome outcome, String reason) {
        saidEnds.over(ports.state.get(), operationId);
        ports.offer.accept(
                new Event.OperationEnded(
                        system, incarnation, resource, operationId, outcome, reason));
    }

    private static dev.vigil.engine.core.ResourceStatus status(
            dev.vigil.agent.ResourceStatus status) {
        SortedSet<dev.vigil.engine.core.Flag> flags = new TreeSet<>();
        status.flags().forEach(flag -> flags.add(dev.vigil.engine.core.Flag.valueOf(flag.name())));
        return new dev.vigil.engine.core.ResourceStatus(
                dev.vigil.engine.core.Probe.valueOf(status.state().name()),
                flags,
                status.confidence());
    }

    /// The node daemon reports: what it hears on which link is told to the core when it has changed. Times may have changed too.
    ///
    /// Of a silent peer nothing is said: the last of its links does not fall silent at the same instant as the others, and that is no jeopardy.
    public void linksAre(NodeReport report) {
        ClusterState state = ports.state.get();
        SystemStatus me = state.system(system);
        if (!me.member() || me.incarnation() != incarnation) return;
        cleanTimeouts.recheck(ports.cleanNs.getAsLong()).ifPresent(ports.lines);
        SortedMap<String, SortedMap<String, Boolean>> peers = new TreeMap<>();
        for (SystemStatus peer : state.systems().values()) {
            PeerReport known = report.peers().get(peer.nodeId());
            if (!peer.member() || known == null) continue;
            SortedMap<String, Boolean> links =
                    known.heard() ? up(known) : me.sees().to(peer.name());
            if (!links.isEmpty()) peers.put(peer.name(), links);
        }
        var now = new LinksOffered(state.view(), new SeenLinks(peers));
        if (now.links().equals(me.sees()) || now.equals(linksOffered)) return;
        linksOffered = now;
        ports.offer.accept(new Event.LinksSeen(system, incarnation, now.links()));
    }

    private static SortedMap<String, Boolean> up(PeerReport peer) {
        SortedMap<String, Boolean> up = new TreeMap<>();
        peer.links().forEach((tag, link) -> up.put(tag, link.state() != LinkStatus.State.DOWN));
        return up;
    }

    // Configuration files

    private void buildLocally() {
        ConfigurationFiles.Found found = ports.files.read();
        if (found.result().configuration().isPresent()) build(found);
        else
            ports.offer.accept(
                    new Event.ConfigurationRefused(system, incarnation, found.problems()));
    }

    private void build(ConfigurationFiles.Found found) {
        boolean unsaved = found.unsaved();
        if (unsaved && found.writable()) {
            ports.lines.accept(
                    new LogLine(
                            LogLine.Severity.NOTICE,
                            "V-16-1-10247",
                            "The configuration is main.cf of "
                                    + system
                                    + " with the changes that the journal has beyond it, "
                                    + found.reading().version()
                                    + "; save them with haconf -dump -makero"));
        } else if (unsaved) {
            // It was being saved when the engines ended.
            toDisk("main.cf", () -> replace(found.texts()));
            unsaved = false;
        }
        ports.offer.accept(
                new Event.ConfigurationBuilt(
                        system, incarnation, found.texts(), found.writable(), unsaved));
    }

    private void buildRemotely() {
        ClusterState state = ports.state.get();
        var texts = dev.vigil.config.ConfigurationWriter.write(state.configuration());
        toDisk("main.cf", () -> replace(texts));
        toDisk(".stale", () -> ports.files.mark(state.writable()));
        ports.offer.accept(new Event.SnapshotLoaded(system, incarnation));
    }

    private void replace(Map<String, String> texts) throws IOException {
        List<Path> invalid = ports.files.write(texts);
        ports.files.saved(texts).forEach(ports.lines);
        if (invalid.isEmpty()) return;
        ports.lines.accept(
                new LogLine(
                        LogLine.Severity.WARNING,
                        "V-16-1-10127",
                        "The configuration files of "
                                + system
                                + " did not verify and were replaced by the running configuration;"
                                + " what they held is kept: "
                                + invalid.stream().map(Path::toString).collect(joining(", "))
                                + ". Make the changes that were meant in the running configuration"
                                + " (haconf -makerw)"));
    }

    private interface DiskWork {
        void run() throws IOException;
    }

    /// The running configuration is in the engines' memory; a full disk is reported and must not stop them.
    private void toDisk(String what, DiskWork work) {
        try {
            work.run();
        } catch (IOException failed) {
            ports.lines.accept(
                    new LogLine(
                            LogLine.Severity.ERROR,
                            "V-16-1-10242",
                            what + " cannot be written: " + failed.getMessage()));
        }
    }

    // Triggers and timers

    private void trigger(String id, String name, String path, List<String> arguments) {
        ports.triggers.run(
                name,
                path,
                arguments,
                exitCode -> {
                    if (!id.isEmpty())
                        ports.offer.accept(new Event.TriggerEnded(id, system, exitCode));
                });
    }

    /// Every engine runs every timer, and only the owner says that it fired: whoever becomes the owner has them all.
    private void startTimer(String id, long durationMs) {
        cancelTimer(id);
        timers.put(id, ports.alarm.after(Math.max(1, durationMs), () -> timerFired(id)));
    }

    private void cancelTimer(String id) {
        expired.remove(id);
        Optional.ofNullable(timers.remove(id)).ifPresent(Runnable::run);
    }

    private void timerFired(String id) {
        if (timers.remove(id) == null) return;
        expired.add(id);
        fireExpired();
    }

    /// Says that timers have fired, if this system is the owner. To be called whenever it may have become so.
    public void fireExpired() {
        if (expired.isEmpty() || !ports.owner.get()) return;
        List<String> fired = List.copyOf(expired);
        expired.clear();
        fired.stream()
                .filter(ports.state.get().timers()::containsKey)
                .forEach(id -> ports.offer.accept(new Event.TimerFired(id)));
    }
}
