package dev.vigil.engine.api;

import dev.vigil.engine.command.FencingReport;
import dev.vigil.engine.command.LinkReport;
import dev.vigil.engine.command.PortReport;
import dev.vigil.engine.command.TimerReport;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.node.LoserReport;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What the API asks of the engine it belongs to. All of it is called on had's event loop, and answers come there.
public interface EngineDoor {
    /// The name of this system.
    String system();

    /// The newest state.
    ClusterState state();

    /// View, log and node daemon.
    StackStatus status();

    /// Puts an operator's request on the log.
    ///
    /// @param command as it was typed
    /// @param replied is given exit code and messages, once, when the request has been applied here
    /// @return names the request, for [#abandon]
    String submit(
            Request request,
            String user,
            String command,
            BiConsumer<Integer, List<String>> replied);

    /// Forgets an operator who does not wait any longer; his request stands.
    void abandon(String request);

    /// Asks LLT or GAB for something.
    ///
    /// @param answered is given whether it was done, and what to say
    void control(ControlRequest request, BiConsumer<Boolean, String> answered);

    /// LLT's nodes and links; nothing while the node daemon does not answer.
    Optional<LinkReport> links();

    /// Lets LLT's counters begin at zero again.
    ///
    /// @return whether there is a node daemon to do so
    boolean zeroLinks();

    /// LLT's timers; nothing while the node daemon does not answer.
    Optional<TimerReport> timers();

    /// GAB's memberships.
    PortReport ports();

    /// What gives the right to continue.
    FencingReport fencing();

    /// Breaks something of this system on purpose, or says what is broken.
    ///
    /// @param answered what came of it, on the loop
    void fault(FaultRequest request, Consumer<FaultAnswer> answered);

    /// Which faults are in force, and what came of them.
    FaultReport faults();

    /// What became, because of them, of messages between engines.
    FaultEdge.Counts faultyMessages();

    /// How many connections were refused, by cause.
    SortedMap<String, Long> refusedConnections();

    /// What whoever looks at the cluster's state should know of this system, one line each.
    List<String> warnings();

    /// What ends this machine when nothing else stops in time what must not run on.
    LoserReport loser();

    /// Whether the configuration that the engines agreed on last is not on this system's disk.
    boolean journalFails();

    /// Writes a line to the engine's log.
    void log(LogLine line);
}
