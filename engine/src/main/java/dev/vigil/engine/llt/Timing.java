package dev.vigil.engine.llt;

import java.util.ArrayList;
import java.util.List;

/// The times by which systems judge each other, and what follows from them. All in nanoseconds.
///
/// With P = peerinact and M = margin: after `silenceNs` (S = P - M) without a heartbeat a side secures its right; a lease lasts
/// `leaseNs` (L = S + R) from a send time that was echoed, so that a system without the right has M - R to be clean before the
/// others act at P. The margin is shared out in fixed parts: a quarter for the race R, a quarter for the longest time without a
/// guard K, three tenths for a clean C, a fiftieth for a late tick; the rest is for the drift of clocks.
///
/// @param peerinactNs silence after which the others take over
/// @param heartbeatNs period of heartbeats on every link
/// @param peertroubleNs silence after which one link counts as troubled
/// @param marginNs the stop margin before peerinact
public record Timing(long peerinactNs, long heartbeatNs, long peertroubleNs, long marginNs) {
    /// Drift of clocks that is allowed for, in parts of a million.
    public static final long DRIFT_PPM = 500;

    private static final long MS = 1_000_000L;

    /// LLT's defaults: peerinact 16 s, heartbeat 0.5 s, peertrouble 2 s, margin 4 s.
    public static Timing defaults() {
        return of(16_000 * MS, 500 * MS, 2_000 * MS);
    }

    /// Timing with the default margin: a quarter of peerinact, at least 300 ms, at most 4 s.
    public static Timing of(long peerinactNs, long heartbeatNs, long peertroubleNs) {
        return new Timing(peerinactNs, heartbeatNs, peertroubleNs, defaultMarginNs(peerinactNs));
    }

    /// The margin that goes with a peerinact unless one is configured.
    public static long defaultMarginNs(long peerinactNs) {
        return Math.clamp(peerinactNs / 4, 300 * MS, 4_000 * MS);
    }

    /// The same with another peerinact and the margin that goes with it.
    public Timing withPeerinact(long ns) {
        return new Timing(ns, heartbeatNs, peertroubleNs, defaultMarginNs(ns));
    }

    /// The same with another heartbeat period.
    public Timing withHeartbeat(long ns) {
        return new Timing(peerinactNs, ns, peertroubleNs, marginNs);
    }

    /// The same with another time until a link is troubled.
    public Timing withPeertrouble(long ns) {
        return new Timing(peerinactNs, heartbeatNs, ns, marginNs);
    }

    /// S: the silence that is tolerated; after it a side secures its right to go on without the silent one.
    public long silenceNs() {
        return peerinactNs - marginNs;
    }

    /// The same where every member's echo counts for the lease, so that a race has to begin sooner: the newest echo of who falls silent may
    /// be a heartbeat old, and who should lose waits for another one.
    ///
    /// @param everyEcho whether that is so: with coordination points
    public long silenceNs(boolean everyEcho) {
        return everyEcho ? silenceNs() - 2 * heartbeatNs : silenceNs();
    }

    /// R: what agreement on the next view may take.
    public long raceNs() {
        return marginNs / 4;
    }

    /// L: how long a lease lasts from the send time that was echoed.
    public long leaseNs() {
        return silenceNs() + raceNs();
    }

    /// K: the longest time that a machine may be without a live guard of its lease.
    public long guardNs() {
        return marginNs / 4;
    }

    /// C: the longest clean of a failover resource that the margin has room for.
    public long cleanNs() {
        return marginNs * 3 / 10;
    }

    /// How late a tick may be before it is an event of its own.
    public long tickNs() {
        return marginNs / 50;
    }

    /// A duration handed to another clock, lengthened by what two clocks may differ.
    public static long overDrift(long durationNs) {
        return durationNs + durationNs / 1_000_000 * 2 * DRIFT_PPM;
    }

    /// What is wrong with these times, each as a sentence with its numbers; empty when they hold rule 5.
    public List<String> problems() {
        var wrong = new ArrayList<String>();
        if (heartbeatNs < MS) {
            wrong.add("heartbeat is " + ms(heartbeatNs) + ", the least is 1 ms");
        }
        if (peertroubleNs >= peerinactNs) {
            wrong.add(
                    "peertrouble "
                            + ms(peertroubleNs)
                            + " must be less than peerinact "
                            + ms(peerinactNs));
        }
        if (silenceNs() < 3 * heartbeatNs + 20 * MS) {
            wrong.add(
                    "peerinact "
                            + ms(peerinactNs)
                            + " less the stop margin "
                            + ms(marginNs)
                            + " tolerates "
                            + ms(silenceNs())
                            + " of silence, less than three heartbeats of "
                            + ms(heartbeatNs)
                            + " and their delay");
        }
        long needed =
                raceNs()
                        + guardNs()
                        + cleanNs()
                        + tickNs()
                        + 2 * DRIFT_PPM * (peerinactNs / 1_000_000);
        if (marginNs < needed) {
            wrong.add(
                    "the stop margin "
                            + ms(marginNs)
                            + " is less than the "
                            + ms(needed)
                            + " that race, guard, clean and drift need");
        }
        return wrong;
    }

    private static String ms(long ns) {
        return ns / MS + " ms";
    }
}
