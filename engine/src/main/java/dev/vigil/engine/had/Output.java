package dev.vigil.engine.had;

import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.log.HeldMessage;
import dev.vigil.engine.log.ItemId;
import dev.vigil.engine.log.LogCommand;
import dev.vigil.engine.node.NodeCommand;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What an engine's stack wants done. The edge carries these out in order; [Persist] is on disk before the next one.
public sealed interface Output {
    /// Send to another engine; may be lost, late or doubled.
    record ToPeer(int peer, PeerMessage message) implements Output {}

    /// Tell hanode.
    record ToNode(NodeCommand command) implements Output {}

    /// Tell the log's transport.
    record ToLog(LogCommand command) implements Output {}

    /// Ask a coordination point; exactly one [Input.FromPoint] answers.
    ///
    /// @param point its name in `vxfenmode`
    /// @param request to be given back with the answer
    record ToPoint(String point, long request, PointRequest what) implements Output {}

    /// Write and sync, replacing what was there.
    record Persist(StackDurable durable) implements Output {}

    /// What the application wants done, in its order.
    record Effects(List<Object> effects) implements Output {}

    /// Answer to [Input.Control].
    record Answer(String request, boolean done, String text) implements Output {}

    /// A line for the log.
    record Line(LogLine line) implements Output {}

    /// Send the state to engines that have none. Making it may take a while, and what comes after does not wait for it.
    ///
    /// @param state of the position
    record SendSnapshot(
            SortedSet<Integer> peers,
            ViewId view,
            long position,
            SortedMap<Integer, ItemId> origins,
            Supplier<byte[]> state)
            implements Output {
        /// The message, with the state made now.
        public PeerMessage message() {
            return new PeerMessage.Log(
                    new HeldMessage.Snapshot(view, position, origins, state.get()));
        }
    }

    /// Make the digest of a state, and give it back as [Input.Digest]. Making it may take a while.
    record MakeDigest(ViewId view, long position, LongSupplier digest) implements Output {}

    /// Keep this for those who look for what went wrong. Making it may take a while, and what comes after does not wait for it.
    record KeepForSupport(String name, Supplier<byte[]> content) implements Output {}

    /// The right is over and hanode has not said that it acts on it (dead or hung): stop what its table says may run, before anything
    /// else. [Die] follows.
    record CleanFromTable(String reason) implements Output {}

    /// hanode is hung: kill it; hashadow starts another, which takes over from its table.
    record KillNode(String reason) implements Output {}

    /// This incarnation is over: exit, and come back as a new one.
    record Die(String why) implements Output {}

    /// This system has left the cluster as it was asked: exit and stay away.
    record Left() implements Output {}
}
