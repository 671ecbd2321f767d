package dev.vigil.engine.had;

import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultPlan;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.node.NodeFrame;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The faults that the node daemon injects: asked for through the engine, in force on the engine's messages too, and ended with the daemon.
final class NodeFaults {
    private final FaultEdge edge;

    /// The node daemon answers at once, or hangs.
    private static final long ANSWER_WITHIN_MS = 10_000;

    private final NodeClient node;
    private final BiConsumer<Long, Runnable> after;
    private final Consumer<LogLine> lines;
    private final SortedMap<Long, Consumer<FaultAnswer>> questions = new TreeMap<>();
    private FaultReport report = FaultReport.NONE;
    private long lastQuestion;

    /// @param after runs a task later, on the loop
    NodeFaults(
            FaultEdge edge,
            NodeClient node,
            BiConsumer<Long, Runnable> after,
            Consumer<LogLine> lines) {
        this.after = after;
        this.edge = edge;
        this.node = node;
        this.lines = lines;
    }

    FaultReport report() {
        return report;
    }

    FaultEdge.Counts counts() {
        return edge.counts();
    }

    void ask(FaultRequest request, Consumer<FaultAnswer> answered) {
        if (!node.connected()) {
            answered.accept(FaultAnswer.refused("the node daemon does not run"));
            return;
        }
        questions.put(++lastQuestion, answered);
        long question = lastQuestion;
        after.accept(
                ANSWER_WITHIN_MS,
                () ->
                        answered(
                                question,
                                FaultAnswer.refused(
                                        "the node daemon has not answered in time: it may still be"
                                                + " carried out")));
        node.send(new NodeFrame.Fault(question, request));
    }

    void answered(long question, FaultAnswer answer) {
        Consumer<FaultAnswer> asked = questions.remove(question);
        if (asked != null) asked.accept(answer);
    }

    void are(FaultReport now) {
        edge.follow(now.traffic().paths().isEmpty() ? FaultPlan.NONE : now.traffic());
        if (!now.lines().equals(report.lines()))
            lines.accept(
                    new LogLine(
                            LogLine.Severity.WARNING,
                            "V-16-1-10190",
                            now.lines().isEmpty()
                                    ? "hafault: no injected fault is in force any more"
                                    : "hafault: faults are injected: "
                                            + String.join("; ", now.lines())));
        report = now;
    }

    void nodeGone() {
        are(FaultReport.NONE);
        var unanswered = List.copyOf(questions.values());
        questions.clear();
        unanswered.forEach(
                asked -> asked.accept(FaultAnswer.refused("the node daemon ended meanwhile")));
    }
}
