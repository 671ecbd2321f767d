package dev.vigil.engine.core;

import java.util.List;

/// Answers operators who wait for the first sign of how their online goes.
///
/// Resources of a group that is left running when its system is lost may live outside the cluster (a partition of another machine);
/// their agents look first whether they run elsewhere. What they say is the answer the operator needs.
final class Answers {
    /// How long an operator waits at most.
    private static final long WAIT_MS = 10_000;

    private Answers() {}

    static void expect(Turn turn, String requestId, GroupInfo group, String system) {
        var timer = turn.startTimer(Timer.Purpose.ANSWER, WAIT_MS, group.name(), system, requestId);
        turn.become(
                turn.state()
                        .withAnswers(
                                turn.state()
                                        .answers()
                                        .plus(
                                                requestId,
                                                new PendingAnswer(
                                                        requestId,
                                                        group.name(),
                                                        system,
                                                        timer.id()))));
    }

    /// It is on its way.
    static void begun(Turn turn, String group, String system) {
        answer(turn, group, system, 0, List.of());
    }

    /// It is not.
    static void failed(Turn turn, String group, String system, String why) {
        answer(turn, group, system, 1, List.of(Requests.warning("V-16-1-10314", why)));
    }

    private static void answer(
            Turn turn, String group, String system, int exitCode, List<String> messages) {
        for (var each : List.copyOf(turn.state().answers().values())) {
            if (!each.group().equals(group) || !each.system().equals(system)) continue;
            turn.become(turn.state().withAnswers(turn.state().answers().minus(each.requestId())));
            turn.cancelTimer(each.timerId());
            turn.reply(each.requestId(), exitCode, messages);
        }
    }
}
