package dev.vigil.engine.llt;

import java.util.ArrayList;
import java.util.List;

/// The times that belong to single links, for high- and low-priority ones; each system has its own. All in nanoseconds.
///
/// A low-priority link carries heartbeats at its own, slower pace. It counts for a peer's life and for jeopardy like any other.
///
/// Source: Cluster Server Administrator's Guide, "LLT timer tunable parameters".
///
/// @param heartbeatNs period of heartbeats
/// @param heartbeatLoNs period of heartbeats on low-priority links
/// @param peertroubleNs silence after which a link counts as troubled
/// @param peertroubleLoNs the same for low-priority links
public record LinkTimers(
        long heartbeatNs, long heartbeatLoNs, long peertroubleNs, long peertroubleLoNs) {
    private static final long MS = 1_000_000L;

    /// Timers with low-priority links at half the pace of the others.
    public static LinkTimers of(long heartbeatNs, long peertroubleNs) {
        return new LinkTimers(heartbeatNs, 2 * heartbeatNs, peertroubleNs, 2 * peertroubleNs);
    }

    /// The same with another period; that of low-priority links follows as long as it is twice that.
    public LinkTimers withHeartbeat(long ns) {
        return new LinkTimers(
                ns,
                heartbeatLoNs == 2 * heartbeatNs ? 2 * ns : heartbeatLoNs,
                peertroubleNs,
                peertroubleLoNs);
    }

    /// The same with another period on low-priority links.
    public LinkTimers withHeartbeatLo(long ns) {
        return new LinkTimers(heartbeatNs, ns, peertroubleNs, peertroubleLoNs);
    }

    /// The same with another time until a link is troubled; that of low-priority links follows as long as it is twice that.
    public LinkTimers withPeertrouble(long ns) {
        return new LinkTimers(
                heartbeatNs,
                heartbeatLoNs,
                ns,
                peertroubleLoNs == 2 * peertroubleNs ? 2 * ns : peertroubleLoNs);
    }

    /// The same with another time until a low-priority link is troubled.
    public LinkTimers withPeertroubleLo(long ns) {
        return new LinkTimers(heartbeatNs, heartbeatLoNs, peertroubleNs, ns);
    }

    /// Silence after which a link of that priority counts as troubled.
    public long troubleNs(boolean lowPriority) {
        return lowPriority ? peertroubleLoNs : peertroubleNs;
    }

    /// What is wrong with these times beside those of the view, each as a sentence with its numbers.
    ///
    /// @param lowPriority whether there are low-priority links; without them their times are not looked at
    /// @param everyEcho whether every member's echo counts for the lease: with coordination points
    public List<String> problems(Timing timing, boolean lowPriority, boolean everyEcho) {
        var wrong =
                new ArrayList<>(
                        new Timing(
                                        timing.peerinactNs(),
                                        heartbeatNs,
                                        peertroubleNs,
                                        timing.marginNs())
                                .problems());
        if (everyEcho && timing.silenceNs() < 6 * heartbeatNs) {
            wrong.add(
                    "peerinact "
                            + ms(timing.peerinactNs())
                            + " less the stop margin "
                            + ms(timing.marginNs())
                            + " is "
                            + ms(timing.silenceNs())
                            + ", less than six heartbeats of "
                            + ms(heartbeatNs)
                            + ", which fencing with coordination points needs");
        }
        if (!lowPriority) {
            return wrong;
        }
        if (heartbeatLoNs < heartbeatNs) {
            wrong.add(
                    "heartbeatlo "
                            + ms(heartbeatLoNs)
                            + " must not be less than heartbeat "
                            + ms(heartbeatNs));
        }
        if (peertroubleLoNs >= timing.peerinactNs()) {
            wrong.add(
                    "peertroublelo "
                            + ms(peertroubleLoNs)
                            + " must be less than peerinact "
                            + ms(timing.peerinactNs()));
        }
        if (timing.silenceNs() < 3 * heartbeatLoNs + 20 * MS) {
            wrong.add(
                    "peerinact "
                            + ms(timing.peerinactNs())
                            + " less the stop margin "
                            + ms(timing.marginNs())
                            + " tolerates "
                            + ms(timing.silenceNs())
                            + " of silence, less than three heartbeats of "
                            + ms(heartbeatLoNs)
                            + " on a low-priority link and their delay");
        }
        return wrong;
    }

    private static String ms(long ns) {
        return ns / MS + " ms";
    }
}
