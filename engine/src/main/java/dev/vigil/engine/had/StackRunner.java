package dev.vigil.engine.had;

import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.log.LogTransport;
import dev.vigil.engine.node.Json;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.StoredFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Runs the stack on had's loop: gives it inputs with the time of their handling and carries its outputs out in order.
///
/// What an output leads to at once is handled after all outputs of the input before.
final class StackRunner {
    /// What the stack acts through.
    ///
    /// @param network the other engines
    /// @param node the node daemon
    /// @param log the log's transport
    /// @param points asks coordination points
    /// @param durable what outlives the engine
    /// @param effects is given what the application wants done
    /// @param lines writes the engine's log
    /// @param changed is called after inputs were handled, when the state may be another
    /// @param snapshots makes and sends the state, beside the loop
    /// @param digests makes the digest of a state, beside the loop
    /// @param support keeps something for those who look for what went wrong
    /// @param killNode kills the node daemon, given why
    /// @param cleanFromTable stops what the node daemon's table says may run, given why; returns when it is done
    /// @param dies is given why this incarnation is over; must not return
    /// @param left is called when this system has left the cluster as asked
    record Ports(
            PeerNetwork network,
            NodeClient node,
            LogTransport log,
            Points points,
            StoredFile durable,
            Consumer<List<Object>> effects,
            Consumer<LogLine> lines,
            Runnable changed,
            Consumer<Output.SendSnapshot> snapshots,
            Consumer<Output.MakeDigest> digests,
            BiConsumer<String, Supplier<byte[]>> support,
            Consumer<String> killNode,
            Consumer<String> cleanFromTable,
            Consumer<String> dies,
            Runnable left) {}

    /// The way to the coordination points; every request comes back once as [Input.FromPoint].
    interface Points {
        /// Asks a point.
        void ask(String point, long request, PointRequest what);
    }

    private final Stack stack;
    private final Ports ports;
    private final HadLoop loop;
    private final LongSupplier clockNs;
    private final Json json = new Json(GabMessage.class);
    private final Deque<LongFunction<Input>> waiting = new ArrayDeque<>();
    private final Map<String, BiConsumer<Boolean, String>> controls = new HashMap<>();
    private boolean handling;
    private long requests;

    StackRunner(Stack stack, Ports ports, HadLoop loop, LongSupplier clockNs) {
        this.stack = stack;
        this.ports = ports;
        this.loop = loop;
        this.clockNs = clockNs;
    }

    /// What the engine left on disk before.
    static StackDurable stored(StoredFile file) throws IOException {
        var content = file.read();
        return content.isEmpty()
                ? StackDurable.nothing()
                : new Json(GabMessage.class).read(content.get(), StackDurable.class);
    }

    /// The stack, to be read on the loop.
    Stack stack() {
        return stack;
    }

    /// Handles an input now, or after what is being handled. To be called on the loop.
    ///
    /// @param input is given the time of its handling
    void handle(LongFunction<Input> input) {
        waiting.add(input);
        if (handling) return;
        handling = true;
        while (!waiting.isEmpty()) {
            tickIfDue();
            carryOut(stack.handle(waiting.remove().apply(clockNs.getAsLong())));
        }
        handling = false;
        ports.changed.run();
        wakeAgain();
    }

    /// Puts an item on the log.
    void offer(byte[] item) {
        handle(atNs -> new Input.Offer(atNs, item));
    }

    /// Asks LLT or GAB for something.
    ///
    /// @param answered is given whether it was done, and what to say
    void control(ControlRequest request, BiConsumer<Boolean, String> answered) {
        String id = "control" + ++requests;
        controls.put(id, answered);
        handle(atNs -> new Input.Control(atNs, id, request));
    }

    private void tickIfDue() {
        long now = clockNs.getAsLong();
        if (now >= stack.nextDeadlineNs()) carryOut(stack.handle(new Input.Tick(now)));
    }

    private void wakeAgain() {
        loop.wakeAt(stack.nextDeadlineNs(), () -> handle(Input.Tick::new));
    }

    private void carryOut(List<Output> outputs) {
        for (Output output : outputs) carryOut(output);
    }

    private void carryOut(Output output) {
        switch (output) {
            case Output.ToPeer(var peer, var message) -> ports.network.send(peer, message);
            case Output.ToNode(var command) -> ports.node.send(new NodeFrame.Command(command));
            case Output.ToLog(var command) -> ports.log.carryOut(command);
            case Output.ToPoint(var point, var request, var what) ->
                    ports.points.ask(point, request, what);
            case Output.Persist(var durable) -> persist(durable);
            case Output.Effects(var effects) -> ports.effects.accept(effects);
            case Output.Answer(var request, var done, var text) -> {
                var answered = controls.remove(request);
                if (answered != null) answered.accept(done, text);
            }
            case Output.Line(var line) -> ports.lines.accept(line);
            case Output.SendSnapshot snapshot -> ports.snapshots.accept(snapshot);
            case Output.MakeDigest digest -> ports.digests.accept(digest);
            case Output.KeepForSupport(var name, var content) ->
                    ports.support.accept(name, content);
            case Output.KillNode(var why) -> ports.killNode.accept(why);
            case Output.CleanFromTable(var why) -> ports.cleanFromTable.accept(why);
            case Output.Die(var why) -> ports.dies.accept(why);
            case Output.Left() -> ports.left.run();
        }
    }

    /// What follows must not happen without this on disk: a disk that fails ends the engine.
    private void persist(StackDurable durable) {
        try {
            ports.durable.write(json.bytes(durable));
        } catch (IOException failed) {
            throw new UncheckedIOException(ports.durable.path() + " cannot be written", failed);
        }
    }
}
