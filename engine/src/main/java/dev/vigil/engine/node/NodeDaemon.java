package dev.vigil.engine.node;

import dev.vigil.agent.AgentReport;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.host.AgentHost;
import dev.vigil.agent.host.HostSettings;
import dev.vigil.engine.fault.Direction;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.HeartbeatCodec;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;
import dev.vigil.engine.llt.UdpLinks;
import dev.vigil.engine.tls.Refusals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// hanode at work: its machine, and around it the links, the agents and the engine's socket.
///
/// All of it belongs to the loop, but for the one question that agents ask from their own threads right before they start something.
final class NodeDaemon implements AutoCloseable {
    /// How often the agents are asked whether anything leased may run, while nothing tells of a change.
    private static final long LOOK_NS = 200_000_000L;

    /// How long an engine that was asked for a fault is given to answer, before the fault may be its own end.
    private static final long ENGINE_ANSWERS_MS = 200;

    /// What the daemon is made of.
    ///
    /// @param lease what is kept in `/run` for a successor of the same boot
    /// @param peerinact what is kept on disk for one of the next
    /// @param loser what ends this machine when nothing else stops in time what must not run on
    /// @param leave ends this daemon for good, given why
    /// @param killEngine ends the process of the engine that is connected, given its pid and why
    record Parts(
            NodeConfig config,
            LltTab tab,
            LltHosts hosts,
            byte[] secret,
            SystemPaths paths,
            StoredFile lease,
            StoredFile peerinact,
            LoserSettings loser,
            QueuedLog log,
            LongSupplier clockNs,
            Consumer<Long> killEngine,
            Consumer<String> leave) {}

    private final Parts parts;
    private final NodeLoop loop;
    private final UdpLinks links;
    private final HeartbeatCodec codec;
    private final EngineSocket engine;
    private final NodeControl control;
    private final AgentHost agents;
    private final FaultEdge faultEdge;
    private final FaultControl faults;
    private final DaemonSignals signals;
    private final DelayedTasks delayed;
    private final NodeMachine machine;
    private final LoserEdge loser;
    private final ReentrantLock machineLock = new ReentrantLock();
    private final Json json =
            new Json(NodeFrame.class, NodeCommand.class, FaultRequest.class).whole();
    private final Refusals refusals;
    private Optional<NodeFrame.Hello> connected = Optional.empty();
    private Optional<NodeReport> report = Optional.empty();
    private boolean leasedMayRun;
    private long lookNs;
    private FaultReport faultsTold = FaultReport.NONE;

    /// A daemon that is ready to [#run].
    ///
    /// @throws IOException with a line for the operator, if a socket cannot be had
    NodeDaemon(Parts parts, NodeDurable stored, HostSettings settings) throws IOException {
        this.parts = parts;
        this.refusals =
                new Refusals(
                        text -> parts.log.accept(LogLine.Severity.WARNING, "V-15-2-1011", text));
        this.loop = new NodeLoop(parts.clockNs);
        this.links = new UdpLinks(parts.tab, loop.selector());
        this.codec = new HeartbeatCodec(parts.secret);
        this.machine = new NodeMachine(parts.config, stored, parts.clockNs.getAsLong());
        this.agents =
                new AgentHost(
                        settings,
                        this::mayStart,
                        parts.clockNs,
                        said -> loop.execute(() -> reported(said)));
        this.loser =
                new LoserEdge(
                        parts.loser,
                        parts.config.timing(),
                        LinuxWatchdog::new,
                        new SysrqPanic(parts.loser.sysrqTrigger()),
                        machineLock,
                        parts.clockNs,
                        () -> machine.guard(agents.anythingLeasedMayRun()),
                        parts.log::accept);
        this.engine = new EngineSocket(parts.paths.nodeSocket(), loop, new EngineListener());
        this.delayed = new DelayedTasks(loop);
        this.faultEdge = new FaultEdge(new Random()::nextDouble, delayed::after);
        this.signals = new DaemonSignals(parts.paths);
        this.faults =
                new FaultControl(
                        parts.paths,
                        parts.tab,
                        parts.hosts,
                        faultEdge,
                        agents.faults(),
                        signals,
                        parts.log::accept);
        this.control =
                new NodeControl(
                        parts.paths.nodeControlSocket(),
                        new LltReports(parts.tab, parts.hosts),
                        parts.config.timing(),
                        question -> loop.execute(() -> question.accept(report(reportNow()))),
                        () -> loop.execute(this::zero),
                        (request, answered) ->
                                loop.execute(() -> answered.accept(carryOut(request))),
                        signals::release,
                        refusals);
        this.leasedMayRun = agents.anythingLeasedMayRun();
    }

    /// Runs until closed.
    void run() throws IOException {
        loser.begin();
        busy(0);
        loop.run(this::nextDeadlineNs, this::tick, key -> links.read(key, this::packet));
        links.close();
        engine.close();
        control.close();
        agents.close();
        delayed.close();
    }

    @Override
    public void close() {
        loop.close();
    }

    private long nextDeadlineNs() {
        return Math.min(Math.min(machine.nextDeadlineNs(), lookNs), loser.nextNs());
    }

    private void tick() {
        handle(new NodeInput.Tick(parts.clockNs.getAsLong()));
        look();
    }

    private void packet(String link, String source, byte[] packet) {
        switch (codec.decode(packet)) {
            case HeartbeatCodec.Decoded.Good(var heartbeat) ->
                    faultEdge.pass(
                            link,
                            heartbeat.from(),
                            Direction.IN,
                            () ->
                                    handle(
                                            new NodeInput.Heard(
                                                    parts.clockNs.getAsLong(),
                                                    link,
                                                    source,
                                                    heartbeat)));
            case HeartbeatCodec.Decoded.Bad(var fault) ->
                    handle(new NodeInput.Dropped(parts.clockNs.getAsLong(), link, source, fault));
        }
    }

    private boolean mayStart(OrderStamp stamp, ResourceDefinition resource) {
        machineLock.lock();
        try {
            long atNs = parts.clockNs.getAsLong();
            // A restart in place is no engine's order: it has no operation, and outlives the
            // engine.
            boolean may =
                    stamp.operationId().isEmpty()
                            ? machine.mayRestart(atNs)
                            : machine.mayStart(atNs, stamp.engineIncarnation());
            may &= !resource.leased() || loser.permitsStart();
            if (may && resource.leased()) loop.execute(this::look);
            return may;
        } finally {
            machineLock.unlock();
        }
    }

    private void zero() {
        links.zero();
        handle(new NodeInput.Zero(parts.clockNs.getAsLong()));
    }

    private NodeReport reportNow() {
        machineLock.lock();
        try {
            return machine.report(parts.clockNs.getAsLong());
        } finally {
            machineLock.unlock();
        }
    }

    private void handle(NodeInput input) {
        List<NodeOutput> outputs;
        machineLock.lock();
        try {
            outputs = machine.handle(input);
        } finally {
            machineLock.unlock();
        }
        for (NodeOutput output : outputs) carryOut(output);
        loser.step();
    }

    private void carryOut(NodeOutput output) {
        switch (output) {
            case NodeOutput.Send(var peer, var link, var heartbeat) ->
                    faultEdge.pass(
                            link,
                            peer,
                            Direction.OUT,
                            () -> links.send(link, peer, codec.encode(heartbeat)));
            case NodeOutput.Challenge(var peer, var link, var address, var heartbeat) ->
                    faultEdge.pass(
                            link,
                            peer,
                            Direction.OUT,
                            () -> links.answer(link, address, codec.encode(heartbeat)));
            case NodeOutput.Leave(var reason) -> parts.leave.accept(reason);
            case NodeOutput.ToEngine(var newest) -> toEngine(newest);
            case NodeOutput.StopLeased(var order, var reason) -> stopLeased(order, reason);
            case NodeOutput.ResumeLeased() -> agents.resume();
            case NodeOutput.Persist(var durable) -> write(parts.lease, json.bytes(durable));
            case NodeOutput.PersistPeerinact(var ns) ->
                    write(parts.peerinact, (ns + "\n").getBytes());
            case NodeOutput.KillEngine(var reason) -> killEngine(reason);
            case NodeOutput.Line(var line) -> parts.log.accept(line);
        }
    }

    /// A lease that cannot be stored would be forgotten by a successor: the daemon ends, and the deadline stored before holds.
    private static void write(StoredFile file, byte[] content) {
        try {
            file.write(content);
        } catch (IOException failed) {
            throw new UncheckedIOException(file.path() + " cannot be written", failed);
        }
    }

    /// Only the newest report counts, so those that an engine has no time for are left out.
    private void toEngine(NodeReport newest) {
        report = Optional.of(newest);
        loop.execute(this::sendReport);
    }

    private void sendReport() {
        if (report.isEmpty() || connected.isEmpty()) return;
        // Who does not read is told when it does.
        if (!engine.idle()) return;
        engine.send(json.line(report(report.get())));
        report = Optional.empty();
    }

    private NodeFrame.Report report(NodeReport now) {
        return new NodeFrame.Report(now, links.traffic(), loser.report());
    }

    private void killEngine(String reason) {
        connected.ifPresent(
                hello -> {
                    parts.log.accept(
                            LogLine.Severity.ERROR,
                            "V-15-2-1010",
                            "The engine (process " + hello.pid() + ") is killed: " + reason);
                    parts.killEngine.accept(hello.pid());
                });
        engine.drop();
    }

    private void reported(AgentReport said) {
        if (connected.isPresent()) engine.send(json.line(new NodeFrame.Agents(said)));
        look();
    }

    /// The answer to a stop order comes from looks that were taken after it, never from an earlier one.
    private void stopLeased(long order, String reason) {
        agents.stopLeased(reason);
        agents.leasedIdle()
                .thenRun(
                        () ->
                                loop.execute(
                                        () -> {
                                            leasedMayRun = false;
                                            busy(order);
                                        }));
    }

    /// Tells the machine whether anything leased may run, if that has changed.
    private void look() {
        lookNs = parts.clockNs.getAsLong() + LOOK_NS;
        tellFaults();
        boolean now = agents.anythingLeasedMayRun();
        if (now == leasedMayRun) return;
        leasedMayRun = now;
        busy(0);
    }

    private FaultAnswer carryOut(FaultRequest request) {
        FaultAnswer answer = faults.carryOut(request);
        tellFaults();
        return answer;
    }

    /// Tells the engine what is in force and what came of it, if that has changed.
    private void tellFaults() {
        FaultReport now = faults.report();
        if (connected.isEmpty() || now.equals(faultsTold)) return;
        faultsTold = now;
        engine.send(json.line(new NodeFrame.Faults(now)));
    }

    private void busy(long answers) {
        handle(new NodeInput.AgentsBusy(parts.clockNs.getAsLong(), leasedMayRun, answers));
    }

    private final class EngineListener implements EngineSocket.Listener {
        @Override
        public boolean hello(String line) {
            try {
                if (json.read(line, NodeFrame.class) instanceof NodeFrame.Hello) return true;
                note(Refusals.Cause.REQUEST, "a connection of an engine", "it says no hello");
            } catch (IOException unknown) {
                note(Refusals.Cause.REQUEST, "a connection of an engine", unknown.getMessage());
            }
            return false;
        }

        @Override
        public void refused(Refusals.Cause cause, String detail) {
            note(cause, "a connection of an engine", detail);
        }

        @Override
        public void line(String line) {
            try {
                heard(json.read(line, NodeFrame.class));
            } catch (IOException unknown) {
                note(Refusals.Cause.REQUEST, "what the engine says", unknown.getMessage());
            }
        }

        private void note(Refusals.Cause cause, String what, String detail) {
            refusals.note(cause, what, detail, System.nanoTime());
        }

        @Override
        public void idle() {
            sendReport();
        }

        private void heard(NodeFrame frame) throws IOException {
            switch (frame) {
                case NodeFrame.Hello hello -> {
                    connected = Optional.of(hello);
                    engine.send(
                            json.line(
                                    new NodeFrame.Hello(
                                            parts.config.session(),
                                            ProcessHandle.current().pid())));
                    engine.send(json.line(report(reportNow())));
                    faultsTold = FaultReport.NONE;
                    tellFaults();
                }
                case NodeFrame.Command(var command) ->
                        handle(new NodeInput.FromEngine(parts.clockNs.getAsLong(), command));
                case NodeFrame.Configure(var resources) -> agents.configure(resources);
                case NodeFrame.Order(var order) -> agents.order(order);
                case NodeFrame.Snapshot() ->
                        agents.snapshot()
                                .forEach(
                                        state ->
                                                engine.send(
                                                        json.line(new NodeFrame.Agents(state))));
                case NodeFrame.Fault(var number, var request) -> {
                    engine.send(json.line(new NodeFrame.FaultDone(number, carryOut(request))));
                    delayed.after(ENGINE_ANSWERS_MS, signals::release);
                }
                case NodeFrame.FaultDone ignored -> throw out(frame);
                case NodeFrame.Faults ignored -> throw out(frame);
                case NodeFrame.Zero() -> zero();
                case NodeFrame.Report ignored -> throw out(frame);
                case NodeFrame.Agents ignored -> throw out(frame);
            }
        }

        private static IOException out(NodeFrame frame) {
            return new IOException("no engine says " + frame.getClass().getSimpleName());
        }

        @Override
        public void gone() {
            connected = Optional.empty();
            handle(new NodeInput.EngineGone(parts.clockNs.getAsLong()));
        }
    }
}
