package dev.vigil.engine.gab;

import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.node.NodeCommand;

import java.util.List;

/// What [Membership] asks of the stack that it is part of; every call becomes outputs in the same order.
public interface MembershipPort {
    /// Sends to another engine.
    void send(int peer, GabMessage message);

    /// Tells hanode.
    void order(NodeCommand command);

    /// Has the machine's word on disk before anything after it.
    void persist(StackDurable durable);

    /// What this engine holds of the present view's log.
    LogWord log();

    /// From now on nothing more is held, said or committed in the present view.
    void freeze();

    /// A successor is accepted: have its ring ready.
    void prepareRing(View accepted);

    /// A view is decided with this engine in it; it may be activated from `activateAtNs` on.
    void install(View view, long activateAtNs);

    /// A newer view is known, this engine is not in it and never was in the one before.
    void lost(String reason);

    /// This engine has left as it was asked to.
    void left();

    /// Asks a coordination point; answered once, by [Membership#point].
    void askPoint(String point, long request, PointRequest what);

    /// Answers a person.
    void answer(String request, boolean done, String text);

    /// A line for the log.
    void line(LogLine.Severity severity, String umi, String text);

    /// What an engine holds of a view's log.
    ///
    /// @param stateful whether it has the state at all
    /// @param committed position known to be committed
    /// @param hashes chain hashes from there on
    record LogWord(boolean stateful, long committed, List<Long> hashes) {}
}
