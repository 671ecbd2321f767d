package dev.vigil.engine.sim;

import dev.vigil.agent.AgentReport;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.engine.had.Input;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.node.LoserEdge;
import dev.vigil.engine.node.NodeConfig;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.NodeInput;
import dev.vigil.engine.node.NodeMachine;
import dev.vigil.engine.node.NodeOutput;
import dev.vigil.engine.node.PanicDoor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// hanode on a simulated machine.
final class SimNode {
    private static final long MS = 1_000_000L;

    private final SimMachine machine;
    private final SimCluster cluster;
    private final SimClock clock;
    final SimProcess process;
    final NodeMachine pure;
    private final LoserEdge loser;
    private final long session;
    private final Deque<NodeOutput> outputs = new ArrayDeque<>();
    private final SimChannel toEngine;
    final SimAgentHost host;
    Optional<SimEngine> peer = Optional.empty();
    private boolean leasedMayRun;

    /// @param session how many node daemons this machine has had
    SimNode(SimMachine machine, long session) {
        this.machine = machine;
        this.cluster = machine.cluster();
        this.clock = cluster.clock();
        this.session = session;
        this.toEngine = new SimChannel(clock);
        this.leasedMayRun = machine.agents().leasedMayRun();
        SimOptions options = cluster.options();
        host =
                new SimAgentHost(
                        clock,
                        machine,
                        machine.agents(),
                        options.timing().cleanNs(),
                        new SimAgentHost.Ports(this::permits, this::reported, this::look));
        var config =
                new NodeConfig(
                        1,
                        machine.id(),
                        cluster.ids(),
                        cluster.links(),
                        cluster.lowPriority(),
                        LinkTimers.of(
                                machine.configured().heartbeatNs(),
                                machine.configured().peertroubleNs()),
                        machine.configured(),
                        session,
                        machine.bootId(),
                        15_000 * MS);
        pure = new NodeMachine(config, machine.disk().run(), machine.localNs());
        loser =
                new LoserEdge(
                        options.loser(),
                        machine.configured(),
                        _ -> machine.watchdog(),
                        new Door(),
                        new ReentrantLock(),
                        machine::localNs,
                        () -> pure.guard(host.anythingLeasedMayRun()),
                        line -> machine.say(line.text()));
        process =
                new SimProcess(
                        clock,
                        machine,
                        () -> Math.min(pure.nextDeadlineNs(), loser.nextNs()),
                        at -> handle(new NodeInput.Tick(at)));
    }

    private final class Door implements PanicDoor {
        @Override
        public String problem() {
            return "";
        }

        @Override
        public void panic() {
            machine.panic();
        }
    }

    void handle(NodeInput input) {
        outputs.addAll(pure.handle(input));
        carryOut();
    }

    void kill() {
        process.kill();
        host.orphaned();
    }

    void stop() {
        process.stop();
        host.process().stop();
    }

    void carryOn() {
        process.carryOn();
        host.process().carryOn();
    }

    void drain() {
        process.drain();
        host.process().drain();
    }

    void engineGone() {
        peer = Optional.empty();
        process.post(at -> handle(new NodeInput.EngineGone(at)));
    }

    void heard(NodeFrame frame) {
        detail(() -> "is told " + frame);
        switch (frame) {
            case NodeFrame.Configure(var resources) -> host.configure(resources);
            case NodeFrame.Order(var order) -> host.order(order);
            case NodeFrame.Snapshot() -> host.snapshot().forEach(this::reported);
            case NodeFrame.Hello _,
                    NodeFrame.Command _,
                    NodeFrame.Fault _,
                    NodeFrame.FaultDone _,
                    NodeFrame.Faults _,
                    NodeFrame.Zero _,
                    NodeFrame.Report _,
                    NodeFrame.Agents _ ->
                    throw new SimFailure("had never sends this here: " + frame);
        }
    }

    private boolean permits(OrderStamp stamp, ResourceDefinition resource) {
        long atNs = machine.localNs();
        boolean may =
                stamp.operationId().isEmpty()
                        ? pure.mayRestart(atNs)
                        : pure.mayStart(atNs, stamp.engineIncarnation());
        return may && (!resource.leased() || loser.permitsStart());
    }

    /// A new connection: hanode reports at once, had says what it knows of.
    void connect(SimEngine engine) {
        process.post(at -> report(engine, new NodeOutput.ToEngine(pure.report(at))));
        if (peer.filter(known -> known == engine).isEmpty()) {
            peer = Optional.of(engine);
            engine.process.post(
                    _ -> {
                        engine.peer = Optional.of(this);
                        engine.duties.nodeConnected();
                    });
        }
    }

    private void report(SimEngine engine, NodeOutput.ToEngine report) {
        toEngine.send(
                () ->
                        machine.whenAwake(
                                () -> {
                                    engine.input(at -> new Input.FromNode(at, report.report()));
                                    engine.process.post(
                                            _ -> engine.duties.linksAre(report.report()));
                                }));
    }

    private void detail(Supplier<String> what) {
        cluster.trace().detail(SimConfiguration.system(machine.id()), what);
    }

    private void reported(AgentReport said) {
        detail(() -> "reports " + (peer.isEmpty() ? "to nobody " : "") + said);
        peer.ifPresent(
                to ->
                        toEngine.send(
                                () ->
                                        machine.whenAwake(
                                                () -> to.process.post(_ -> to.heard(said)))));
    }

    private void look() {
        boolean now = host.anythingLeasedMayRun();
        if (now != leasedMayRun) {
            leasedMayRun = now;
            process.post(at -> busy(at, 0));
        }
    }

    void busy(long atNs, long answers) {
        handle(new NodeInput.AgentsBusy(atNs, leasedMayRun, answers));
    }

    private void stopLeased(long order, String reason) {
        host.stopLeased(
                reason,
                () ->
                        process.post(
                                at -> {
                                    leasedMayRun = false;
                                    busy(at, order);
                                }));
    }

    private void carryOut() {
        while (!outputs.isEmpty() && process.alive()) {
            NodeOutput next = outputs.remove();
            carryOut(next);
            if (next instanceof NodeOutput.StopLeased && machine.busyStoppingNs() > 0) {
                process.busyFor(machine.busyStoppingNs(), this::carryOut);
                return;
            }
        }
        if (process.alive()) loser.step();
    }

    private void carryOut(NodeOutput output) {
        switch (output) {
            case NodeOutput.Send send ->
                    cluster.send(machine.id(), send.peer(), send.link(), send.heartbeat());
            case NodeOutput.Challenge send ->
                    cluster.send(machine.id(), send.peer(), send.link(), send.heartbeat());
            case NodeOutput.Leave leave ->
                    throw new SimFailure("no system has a clone: " + leave.reason());
            case NodeOutput.ToEngine report -> machine.engine().ifPresent(e -> report(e, report));
            case NodeOutput.StopLeased stop -> {
                machine.say("stops leased: " + stop.reason());
                stopLeased(stop.order(), stop.reason());
            }
            case NodeOutput.ResumeLeased _ -> host.resume();
            case NodeOutput.Persist persist -> machine.disk().run(persist.durable());
            case NodeOutput.PersistPeerinact persist ->
                    machine.disk().storedPeerinactNs(persist.peerinactNs());
            case NodeOutput.KillEngine kill -> {
                machine.say("kills had: " + kill.reason());
                machine.killEngine(clock.between(50 * MS, 400 * MS));
            }
            case NodeOutput.Line line -> machine.say(line.line().text());
        }
    }
}
