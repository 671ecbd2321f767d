package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.llt.Timing;

import java.util.ArrayList;
import java.util.List;

/// Decides when the machine's watchdog is fed, so that a machine on which nobody is left to stop anything is reset before others start what
/// runs there.
///
/// A watchdog resets the machine a fixed time T after it was fed last. Everything leased has to be down a late tick and a clean after the end
/// of the lease; so with anything leased running it is fed only while a reset T from now would come no later than that, and 40 ms. Who feeds
/// it and is then killed or stopped for good, together with everything that could restart it, leaves a machine that ends in time. With nothing
/// leased running it is always fed; a start has to wait until the reset that the last such feeding allows would be in time as well.
///
/// It is armed while the system is in a view that asks for a lease, and disarmed when it has left with nothing running. A T that the
/// leases of the view do not cover would reset machines for nothing: the device is then not armed, or disarmed, and said to be so.
///
/// | device | becomes | when |
/// |---|---|---|
/// | closed | armed | a lease is needed, and feeding is allowed |
/// | armed | closed | no lease is needed any more: the system left with nothing running |
/// | armed | closed | the view's timers, or the device, leave no T that can be fed |
/// | closed | closed, with a problem | it cannot be opened, or T would be too long: tried again |
final class Watchdog {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    /// What a reset may be later than everything leased has to be down.
    private static final long RESERVE_NS = 40 * MS;

    /// Heartbeats that may be lost on their way before feeding has to wait.
    private static final int SPARE_HEARTBEATS = 3;

    /// How long before it may be fed no longer it is fed for the last time, so that a tick may be late.
    private static final long EARLY_NS = RESERVE_NS / 2;

    private static final int FEEDINGS_IN_TIMEOUT = 4;
    private static final long LONGEST_PAUSE_NS = 500 * MS;
    private static final long AGAIN_NS = SECOND;
    private static final long LONGEST_PEERINACT_NS = 3_600 * SECOND;

    private final String device;
    private final long wantedNs;
    private final Timing timing;
    private boolean armed;
    private boolean opening;
    private long askedNs;
    private long timeoutNs;
    private long fedNs;
    private long resetAtNs;
    private long fed;
    private long againNs = Long.MIN_VALUE;
    private long refusedLongestNs = -1;
    private String problem = "";
    private final List<WatchdogOrder> out = new ArrayList<>();

    /// A watchdog that is not armed.
    ///
    /// @param device for messages
    /// @param wantedNs T as configured; 0: as long as the lease allows, in whole seconds
    /// @param timing as configured, to say what would do
    Watchdog(String device, long wantedNs, Timing timing) {
        this.device = device;
        this.wantedNs = wantedNs;
        this.timing = timing;
    }

    /// What is to be done now, in order.
    List<WatchdogOrder> step(long atNs, LeaseGuard guard) {
        out.clear();
        if (!guard.needed()) stand(guard);
        else if (!covered(guard, askNs(guard))) tooLong(guard, askNs(guard));
        else if (!armed) arm(atNs, guard);
        else feed(atNs, guard);
        return List.copyOf(out);
    }

    /// The device has been told its time-out, and was fed at `atNs`.
    ///
    /// @param actualNs the time-out that it has now, which may be another
    List<WatchdogOrder> set(long atNs, long actualNs, LeaseGuard guard) {
        out.clear();
        boolean first = !armed;
        armed = true;
        opening = false;
        timeoutNs = actualNs;
        fedNs = atNs;
        resetAtNs = atNs + actualNs;
        fed++;
        if (!covered(guard, actualNs)) {
            tooLong(guard, actualNs);
            refusedLongestNs = longestNs(guard);
        } else {
            problem = "";
            refusedLongestNs = -1;
            line(
                    Severity.NOTICE,
                    "V-15-2-1060",
                    "Watchdog "
                            + device
                            + (first ? " is armed" : " has another time-out")
                            + ": the machine is reset "
                            + timeoutNs / MS
                            + " ms after it was fed last; it is fed while the lease covers that,"
                            + " or nothing failover runs");
        }
        return List.copyOf(out);
    }

    /// The device could not be opened or fed.
    List<WatchdogOrder> failed(long atNs, String why) {
        out.clear();
        // One that could not be fed may still count: it is not disarmed by this.
        armed = false;
        opening = false;
        againNs = atNs + AGAIN_NS;
        problem(Severity.ERROR, "it cannot be used: " + why);
        return List.copyOf(out);
    }

    /// Whether something leased may be started: a reset would come in time, if nobody fed the device any more.
    boolean permitsStart(LeaseGuard guard) {
        return !opening && (!armed || resetAtNs <= latestNs(guard));
    }

    /// When to look again at the latest, as long as nothing happens.
    long nextNs(long atNs, LeaseGuard guard) {
        return armed && mayFeed(atNs, guard, timeoutNs) ? feedNs(guard) : Long.MAX_VALUE;
    }

    /// When it is to be fed next: from time to time, and once more right before it may be fed no longer, so that a clean has all the time
    /// that there is for it.
    private long feedNs(LeaseGuard guard) {
        long nextNs = fedNs + pauseNs();
        long lastNs = latestNs(guard) - timeoutNs - EARLY_NS;
        return guard.mayRun() && fedNs < lastNs ? Math.min(nextNs, lastNs) : nextNs;
    }

    /// How it stands.
    WatchdogReport report() {
        return new WatchdogReport(device, armed, timeoutNs, fed, problem);
    }

    /// No lease is needed: nothing leased runs that this would have to end.
    private void stand(LeaseGuard guard) {
        problem = "";
        againNs = Long.MIN_VALUE;
        if (!armed) return;
        disarm();
        line(
                Severity.NOTICE,
                "V-15-2-1061",
                "Watchdog "
                        + device
                        + " is disarmed: "
                        + (guard.mayRun()
                                ? "the view asks for no lease"
                                : "this system is in no view, and nothing failover runs"));
    }

    private void arm(long atNs, LeaseGuard guard) {
        long wishNs = askNs(guard);
        // Opening it feeds it: one whose time-out was too long is left alone until that changes.
        if (longestNs(guard) == refusedLongestNs) return;
        if (atNs < againNs || !mayFeed(atNs, guard, wishNs)) return;
        askedNs = wishNs;
        opening = true;
        out.add(new WatchdogOrder.Open(wishNs));
    }

    private void feed(long atNs, LeaseGuard guard) {
        long wishNs = askNs(guard);
        if (wishNs != askedNs && mayFeed(atNs, guard, wishNs)) {
            askedNs = wishNs;
            opening = true;
            out.add(new WatchdogOrder.SetTimeout(wishNs));
        } else if (atNs >= feedNs(guard) && mayFeed(atNs, guard, timeoutNs)) {
            fedNs = atNs;
            resetAtNs = atNs + timeoutNs;
            fed++;
            out.add(new WatchdogOrder.Feed());
        }
    }

    private void tooLong(LeaseGuard guard, long neededNs) {
        if (armed) disarm();
        problem(
                Severity.WARNING,
                "its time-out of "
                        + neededNs / MS
                        + " ms is longer than the "
                        + longestNs(guard) / MS
                        + " ms that the lease always covers ("
                        + guard.leaseNs() / MS
                        + " ms and "
                        + guard.stopNs() / MS
                        + " ms to stop, less "
                        + SPARE_HEARTBEATS
                        + " heartbeats): "
                        + cure(neededNs, guard.heartbeatNs()));
    }

    private String cure(long neededNs, long heartbeatNs) {
        for (long peerinactNs = SECOND;
                peerinactNs <= LONGEST_PEERINACT_NS;
                peerinactNs += SECOND / 10) {
            Timing longer = timing.withPeerinact(peerinactNs);
            if (neededNs <= longestNs(longer.leaseNs(), stopNs(longer), heartbeatNs))
                return "set peerinact to "
                        + peerinactNs / (10 * MS)
                        + " or more (lltconfig -T peerinact:N), or a shorter WatchdogTimeout if"
                        + " the device has one";
        }
        return "set a shorter WatchdogTimeout";
    }

    private void disarm() {
        armed = false;
        askedNs = 0;
        out.add(new WatchdogOrder.Close());
    }

    private void problem(Severity severity, String why) {
        if (why.equals(problem)) return;
        problem = why;
        line(
                severity,
                "V-15-2-1062",
                "Watchdog "
                        + device
                        + " is not armed: "
                        + why
                        + ". If both daemons of this system die or hang, nobody stops what runs"
                        + " here before others start it");
    }

    private void line(Severity severity, String umi, String text) {
        out.add(new WatchdogOrder.Line(new LogLine(severity, umi, text)));
    }

    private long pauseNs() {
        return Math.min(timeoutNs / FEEDINGS_IN_TIMEOUT, LONGEST_PAUSE_NS);
    }

    /// T for this view.
    private long askNs(LeaseGuard guard) {
        if (wantedNs != 0) return wantedNs;
        return Math.max(SECOND, longestNs(guard) / SECOND * SECOND);
    }

    private static boolean covered(LeaseGuard guard, long neededNs) {
        return neededNs <= longestNs(guard);
    }

    private static boolean mayFeed(long atNs, LeaseGuard guard, long neededNs) {
        return !guard.mayRun() || atNs + neededNs <= latestNs(guard);
    }

    /// The latest moment of a reset.
    private static long latestNs(LeaseGuard guard) {
        return guard.downByNs() + RESERVE_NS;
    }

    /// The longest T that every lease of the view covers, when it is renewed as usual.
    private static long longestNs(LeaseGuard guard) {
        return longestNs(guard.leaseNs(), guard.stopNs(), guard.heartbeatNs());
    }

    private static long longestNs(long leaseNs, long stopNs, long heartbeatNs) {
        return leaseNs + stopNs + RESERVE_NS - SPARE_HEARTBEATS * heartbeatNs;
    }

    /// How long after the end of the lease everything leased is down.
    static long stopNs(Timing timing) {
        return timing.tickNs() + timing.cleanNs();
    }
}
