package dev.vigil.engine.had;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.Membership;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeReport;

import java.util.List;

/// `lltconfig -T`: timers that are set at run time. What would break the times that leases and races need is refused with its numbers.
final class TimerControl {
    private final StackConfig config;
    private final Membership membership;

    TimerControl(StackConfig config, Membership membership) {
        this.config = config;
        this.membership = membership;
    }

    /// Sets a timer: peerinact for all members by a view of its own, any other on this system.
    ///
    /// @return what is to be carried out; the answer to a peerinact that may be set comes with the view
    List<Output> set(long nowNs, String request, String name, long ns) {
        LinkTimers now = linkTimers();
        Timing timing = timing(now);
        LinkTimers wanted = now;
        switch (name) {
            case "peerinact" -> timing = timing.withPeerinact(ns);
            case "heartbeat" -> wanted = now.withHeartbeat(ns);
            case "heartbeatlo" -> wanted = now.withHeartbeatLo(ns);
            case "peertrouble" -> wanted = now.withPeertrouble(ns);
            case "peertroublelo" -> wanted = now.withPeertroubleLo(ns);
            default -> {
                return refused(
                        request,
                        "there is no timer "
                                + name
                                + " that can be set: peerinact, heartbeat, heartbeatlo,"
                                + " peertrouble, peertroublelo");
            }
        }
        List<String> problems = wanted.problems(timing, hasLowPriority(), everyEcho());
        if (!problems.isEmpty()) return refused(request, "refused: " + String.join("; ", problems));
        if (name.equals("peerinact")) {
            membership.retime(nowNs, request, timing);
            return List.of();
        }
        return List.of(
                new Output.ToNode(new NodeCommand.SetTimers(config.incarnation(), wanted)),
                new Output.Answer(request, true, name + " is set on this system"));
    }

    private static List<Output> refused(String request, String why) {
        return List.of(new Output.Answer(request, false, why));
    }

    private LinkTimers linkTimers() {
        Timing files = config.timing();
        return membership
                .node()
                .map(NodeReport::timers)
                .orElseGet(() -> LinkTimers.of(files.heartbeatNs(), files.peertroubleNs()));
    }

    private Timing timing(LinkTimers now) {
        if (!membership.member()) return config.timing();
        return membership
                .view()
                .timing(
                        config.timing()
                                .withHeartbeat(now.heartbeatNs())
                                .withPeertrouble(now.peertroubleNs()));
    }

    private boolean hasLowPriority() {
        return membership.node().filter(n -> !n.lowPriority().isEmpty()).isPresent();
    }

    private boolean everyEcho() {
        QuorumMode mode = membership.member() ? membership.view().mode() : config.mode();
        return mode == QuorumMode.CUSTOMIZED;
    }
}
