package dev.vigil.engine.had;

import dev.vigil.engine.api.EngineDoor;
import dev.vigil.engine.command.FencingReport;
import dev.vigil.engine.command.LinkReport;
import dev.vigil.engine.command.PortReport;
import dev.vigil.engine.command.TimerReport;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.SystemStatus;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.llt.LinkTraffic;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.Descriptors;
import dev.vigil.engine.node.LltReports;
import dev.vigil.engine.node.LoserReport;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.VcsLog;
import dev.vigil.engine.tls.Refusals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What operators, scripts and monitoring reach of the engine: what is behind [EngineDoor]. To be called on the loop.
final class OperatorDoor implements EngineDoor {
    private final EngineFiles files;
    private final ConfigurationFiles configuration;
    private final CoreApplication core;
    private final StackRunner stack;
    private final CoreDuties duties;
    private final NodeClient node;
    private final FencingEdge fencing;
    private final NodeFaults faults;
    private final Refusals refusals;
    private final VcsLog log;
    private final Supplier<SortedMap<String, LinkTraffic>> traffic;
    private final Supplier<LoserReport> loser;
    private final LltReports lltReports;
    private final Descriptors descriptors = Descriptors.ofThisProcess("the engine");
    private final long incarnation;
    private long requests;

    OperatorDoor(
            EngineFiles files,
            ConfigurationFiles configuration,
            CoreApplication core,
            StackRunner stack,
            CoreDuties duties,
            NodeClient node,
            FencingEdge fencing,
            NodeFaults faults,
            Refusals refusals,
            VcsLog log,
            Supplier<SortedMap<String, LinkTraffic>> traffic,
            Supplier<LoserReport> loser,
            long incarnation) {
        this.files = files;
        this.configuration = configuration;
        this.core = core;
        this.stack = stack;
        this.duties = duties;
        this.node = node;
        this.fencing = fencing;
        this.faults = faults;
        this.refusals = refusals;
        this.log = log;
        this.traffic = traffic;
        this.loser = loser;
        this.lltReports = new LltReports(files.llt(), files.hosts());
        this.incarnation = incarnation;
    }

    /// The timers that are in force: the view's, or those of the files while there is none.
    Timing timing() {
        StackStatus status = status();
        return status.member() ? status.view().timing(files.timing()) : files.timing();
    }

    @Override
    public String system() {
        return files.system();
    }

    @Override
    public ClusterState state() {
        return core.state();
    }

    @Override
    public StackStatus status() {
        return stack.stack().status();
    }

    @Override
    public String submit(
            Request request,
            String user,
            String command,
            BiConsumer<Integer, List<String>> replied) {
        String id = files.system() + "-" + incarnation + "-" + ++requests;
        duties.submit(new Event.Requested(id, files.system(), user, command, request), replied);
        return id;
    }

    @Override
    public void abandon(String request) {
        duties.abandon(request);
    }

    @Override
    public void control(ControlRequest request, BiConsumer<Boolean, String> answered) {
        stack.control(request, answered);
    }

    @Override
    public Optional<LinkReport> links() {
        return nodeReport().map(report -> lltReports.links(report, traffic.get()));
    }

    @Override
    public boolean zeroLinks() {
        if (node.connected()) node.send(new NodeFrame.Zero());
        return node.connected();
    }

    @Override
    public Optional<TimerReport> timers() {
        StackStatus status = status();
        boolean everyEcho = status.member() && status.view().mode() == QuorumMode.CUSTOMIZED;
        Timing timing = timing();
        return nodeReport().map(report -> lltReports.timers(report, timing, everyEcho));
    }

    private Optional<NodeReport> nodeReport() {
        return node.connected() ? status().node() : Optional.empty();
    }

    private SortedSet<Integer> inJeopardy() {
        SortedSet<Integer> nodes = new TreeSet<>();
        for (SystemStatus each : core.state().systems().values())
            if (each.member() && each.jeopardy()) nodes.add(each.nodeId());
        return nodes;
    }

    @Override
    public PortReport ports() {
        StackStatus status = status();
        int seedCount = files.gab().seedCount();
        if (!status.member()) return new PortReport(List.of(), seedCount);
        SortedSet<Integer> members = status.view().systems();
        SortedSet<Integer> jeopardy = inJeopardy();
        SortedSet<Integer> engines = new TreeSet<>(members);
        SortedSet<Integer> visible = new TreeSet<>(status.view().engineless());
        status.node()
                .ifPresent(
                        report -> {
                            report.peers()
                                    .forEach(
                                            (id, peer) -> {
                                                if (peer.heard() && !peer.engineUp())
                                                    visible.add(id);
                                            });
                        });
        jeopardy.retainAll(members);
        visible.retainAll(members);
        engines.removeAll(visible);
        long generation = status.view().id().number();
        var none = new TreeSet<Integer>();
        List<PortReport.Port> ports = new ArrayList<>();
        ports.add(new PortReport.Port('a', generation, members, jeopardy, none));
        if (status.view().mode().arbitrates())
            ports.add(new PortReport.Port('b', generation, members, none, none));
        ports.add(new PortReport.Port('h', generation, engines, jeopardy, visible));
        return new PortReport(ports, seedCount);
    }

    @Override
    public FencingReport fencing() {
        String watchdog =
                node.connected()
                        ? loser.get().watchdog().text()
                        : "not known, as the node daemon does not answer";
        return fencing.report(status(), watchdog, fencingWarnings());
    }

    /// What is not safe, or not available, of the right to continue and of what becomes of a loser.
    private List<String> fencingWarnings() {
        List<String> warnings = new ArrayList<>(fencing.warnings(status()));
        warnings.addAll(loser.get().warnings());
        warnings.addAll(duties.warnings());
        return warnings;
    }

    @Override
    public LoserReport loser() {
        return loser.get();
    }

    @Override
    public void fault(FaultRequest request, Consumer<FaultAnswer> answered) {
        faults.ask(request, answered);
    }

    @Override
    public FaultReport faults() {
        return faults.report();
    }

    @Override
    public FaultEdge.Counts faultyMessages() {
        return faults.counts();
    }

    @Override
    public SortedMap<String, Long> refusedConnections() {
        return refusals.counts();
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = fencingWarnings();
        configuration
                .failure()
                .map(
                        why ->
                                "the journal cannot be written ("
                                        + why
                                        + "): changes of the configuration that are not dumped"
                                        + " do not survive the end of all engines here")
                .ifPresent(warnings::add);
        descriptors.shortage().ifPresent(warnings::add);
        return warnings;
    }

    @Override
    public boolean journalFails() {
        return configuration.failure().isPresent();
    }

    @Override
    public void log(LogLine line) {
        log.write(line);
    }
}
