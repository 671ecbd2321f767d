package dev.vigil.engine.sim;

import dev.vigil.agent.AgentReport;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.CoreDuties;
import dev.vigil.engine.had.Input;
import dev.vigil.engine.had.Output;
import dev.vigil.engine.had.Stack;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.log.LogHappening;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.NodeInput;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// had, with the real core and its duties.
final class SimEngine {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;
    private static final String LEAVE = "leave";

    private final SimMachine machine;
    private final SimCluster cluster;
    private final SimClock clock;
    private final int id;
    final SimProcess process;
    final Stack stack;
    final SimCore core;
    final CoreDuties duties;
    final long incarnation;
    Optional<SimNode> peer = Optional.empty();
    private final String name;
    private final SimChannel toNode;
    final Deque<Output> outputs = new ArrayDeque<>();
    private long counted;
    private long requests;
    private boolean staying;

    SimEngine(SimMachine machine, long incarnation) {
        this.machine = machine;
        this.cluster = machine.cluster();
        this.clock = cluster.clock();
        this.incarnation = incarnation;
        this.id = machine.id();
        this.name = SimConfiguration.system(id);
        this.toNode = new SimChannel(clock);
        SimOptions options = cluster.options();
        var names = new TreeMap<Integer, String>();
        cluster.ids().forEach(i -> names.put(i, SimConfiguration.system(i)));
        core = new SimCore(cluster, id, names);
        duties =
                new CoreDuties(
                        name,
                        incarnation,
                        new CoreDuties.Ports(
                                core::state,
                                this::offer,
                                this::toNode,
                                () -> stack().owner(),
                                this::leave,
                                line -> machine.say("core: " + line.umi() + " " + line.text()),
                                (trigger, _, _, ended) -> after(1, () -> ended.accept(0)),
                                machine.disk().files(),
                                this::after,
                                options.timing()::cleanNs,
                                () -> true,
                                false));
        var config =
                new StackConfig(
                        id,
                        names,
                        incarnation,
                        options.seedCount(),
                        machine.configured(),
                        options.mode(),
                        List.copyOf(cluster.points().keySet()));
        stack = new Stack(config, machine.disk().durable(), core, machine.localNs());
        process =
                new SimProcess(
                        clock, machine, stack::nextDeadlineNs, at -> handle(new Input.Tick(at)));
    }

    private Stack stack() {
        return stack;
    }

    /// Once in a second, as `JournalCare` does.
    private void syncJournal() {
        machine.disk().files().sync();
        after(1_000, this::syncJournal);
    }

    void begin() {
        after(1_000, this::syncJournal);
        process.post(
                at -> {
                    duties.ready(machine.disk().files().read(), incarnation > 1);
                    handle(new Input.Tick(at));
                });
    }

    void nodeGone() {
        peer = Optional.empty();
        input(Input.NodeGone::new);
    }

    void heard(AgentReport said) {
        duties.reported(said);
    }

    private void toNode(NodeFrame frame) {
        peer.ifPresent(
                n ->
                        toNode.send(
                                () ->
                                        machine.whenAwake(
                                                () -> n.process.post(_ -> n.heard(frame)))));
    }

    /// Runs something later, unless this engine has ended by then.
    private Runnable after(long delayMs, Runnable what) {
        var off = new boolean[1];
        clock.after(
                delayMs * MS,
                () ->
                        machine.whenAwake(
                                () -> {
                                    if (!off[0]) {
                                        process.post(_ -> what.run());
                                    }
                                }));
        return () -> off[0] = true;
    }

    void submit(Request request, Consumer<Boolean> answered) {
        String requestId = name + "-" + incarnation + "-" + ++requests;
        machine.say("types " + request);
        process.post(
                _ ->
                        duties.submit(
                                new Event.Requested(requestId, name, "root", "", request),
                                (exitCode, messages) -> {
                                    machine.say(
                                            requestId + " answered " + exitCode + " " + messages);
                                    answered.accept(exitCode == 0);
                                }));
    }

    void count() {
        if (!core.state().writable()) {
            submit(new Request.OpenConfiguration(), _ -> {});
        }
        String origin = id + "." + incarnation;
        long number = ++counted;
        submit(
                core.count(origin, number),
                done -> {
                    if (done) {
                        cluster.truth().acknowledged(origin, number);
                    }
                });
    }

    /// The core wants this engine to end; as `HadDaemon` does it.
    private void leave(boolean force) {
        after(5_000, this::left);
        staying = force;
        askToLeave(force);
    }

    private void askToLeave(boolean stay) {
        input(at -> new Input.Control(at, LEAVE, new ControlRequest.Leave(stay)));
    }

    private void left() {
        machine.say("has left");
        machine.disk().files().sync();
        machine.staysAway();
        machine.killEngine(MS);
    }

    void input(java.util.function.LongFunction<Input> input) {
        process.post(at -> handle(input.apply(at)));
    }

    /// What is offered while something is handled comes after it.
    private void offer(Event event) {
        byte[] item = core.encode(event);
        clock.after(0, () -> machine.whenAwake(() -> input(at -> new Input.Offer(at, item))));
    }

    void handle(Input input) {
        outputs.addAll(stack.handle(input));
        carryOut();
        duties.fireExpired();
    }

    private void carryOut() {
        while (!outputs.isEmpty() && process.alive()) {
            Output next = outputs.remove();
            if (next instanceof Output.Persist persist) {
                cluster.aboutToPersist(machine, persist.durable());
                process.busyFor(
                        clock.between(100 * US, 3 * MS),
                        () -> {
                            machine.disk().durable(persist.durable());
                            carryOut();
                        });
                return;
            }
            carryOut(next);
        }
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.ToPeer to -> cluster.send(id, to.peer(), to.message());
            case Output.ToNode to ->
                    clock.after(
                            clock.between(40 * US, 200 * US),
                            () ->
                                    machine.whenAwake(
                                            () ->
                                                    machine.node()
                                                            .ifPresent(
                                                                    n ->
                                                                            n.process.post(
                                                                                    at ->
                                                                                            n
                                                                                                    .handle(
                                                                                                            new NodeInput
                                                                                                                    .FromEngine(
                                                                                                                    at,
                                                                                                                    to
                                                                                                                            .command()))))));
            case Output.ToLog to -> cluster.transport().carryOut(id, to.command(), this::happened);
            case Output.ToPoint ask ->
                    cluster.ask(
                            id,
                            ask.point(),
                            ask.what(),
                            answer -> machine.whenAwake(() -> answered(ask, answer)));
            case Output.Persist _ -> throw new SimFailure("persisting is handled before");
            case Output.Effects effects -> duties.carryOut(effects.effects());
            case Output.Answer answer -> answered(answer);
            case Output.SendSnapshot snapshot -> sendSnapshot(snapshot);
            case Output.MakeDigest(var view, var position, var digest) ->
                    clock.after(
                            clock.between(100 * US, 20 * MS),
                            () ->
                                    machine.whenAwake(
                                            () ->
                                                    input(
                                                            at ->
                                                                    new Input.Digest(
                                                                            at,
                                                                            view,
                                                                            position,
                                                                            digest.getAsLong()))));
            case Output.KeepForSupport support -> machine.say("had keeps " + support.name());
            case Output.Line line -> machine.say("had: " + line.line().text());
            case Output.CleanFromTable clean -> {
                machine.say("had cleans from the table: " + clean.reason());
                machine.cleanFromTable(clean.reason());
            }
            case Output.KillNode kill -> {
                machine.say("had kills hanode: " + kill.reason());
                machine.killNode(clock.between(20 * MS, 90 * MS));
            }
            case Output.Die die -> machine.killEngine(clock.between(30 * MS, 600 * MS));
            case Output.Left _ -> left();
        }
    }

    private void answered(Output.ToPoint asked, PointAnswer answer) {
        input(at -> new Input.FromPoint(at, asked.point(), asked.request(), answer));
    }

    /// It takes a while to make, and what comes after goes before it.
    private void sendSnapshot(Output.SendSnapshot snapshot) {
        clock.after(
                clock.between(MS, 60 * MS),
                () ->
                        machine.whenAwake(
                                () -> {
                                    if (process.alive())
                                        snapshot.peers()
                                                .forEach(
                                                        peer ->
                                                                cluster.send(
                                                                        id,
                                                                        peer,
                                                                        snapshot.message()));
                                }));
    }

    private void happened(LogHappening happening) {
        if (machine.awake() || machine.suspended()) {
            input(at -> new Input.FromLog(at, happening));
        }
    }

    private void answered(Output.Answer answer) {
        machine.say("answers " + answer.done() + ": " + answer.text());
        if (answer.request().equals(LEAVE) && !answer.done()) {
            after(100, () -> askToLeave(staying));
        }
    }
}
