package dev.vigil.engine.had;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.log.HeldLog;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The ring that carries the log of a view, and whether it moves.
///
/// A ring that does not move from the start is given up soon, as the next one mostly moves; one that does not open, or that stands still
/// later, after a longer while. Each in a row is waited for longer than the one before, lest a busy machine never gets one.
final class RingWatch {
    private static final long MS = 1_000_000L;
    private static final long FIRST_STALL_NS = 600 * MS;
    private static final long STALL_NS = 2_000 * MS;
    private static final int LONGEST = 3;

    private static final long NOTHING = Long.MAX_VALUE;

    private ViewId id = ViewId.NONE;
    private boolean open;
    private long progressNs;
    private long offeredNs = NOTHING;
    private int idleInRow;
    private int unopenedInRow;
    private SortedSet<Integer> laggards = new TreeSet<>();

    /// What stands still.
    ///
    /// @param behind who keeps it from moving
    /// @param twice who has done so twice in a row
    record Stall(String why, SortedSet<Integer> behind, SortedSet<Integer> twice) {
        /// Something is wrong with it that is nobody's slowness.
        static Stall of(String why) {
            return new Stall(why, new TreeSet<>(), new TreeSet<>());
        }
    }

    /// The ring's name: the view whose log it carries.
    ViewId id() {
        return id;
    }

    boolean is(ViewId view) {
        return id.equals(view);
    }

    boolean isOpen() {
        return open;
    }

    /// Another view is to get a ring.
    ///
    /// @return whether that is news
    boolean prepare(ViewId view) {
        if (is(view)) return false;
        id = view;
        open = false;
        offeredNs = NOTHING;
        return true;
    }

    void opened(long nowNs, ViewId view) {
        if (!is(view)) return;
        open = true;
        unopenedInRow = 0;
        progressNs = nowNs;
    }

    /// Something has moved.
    void progress(long nowNs) {
        progressNs = nowNs;
    }

    /// Nothing is waited for.
    void rests(long nowNs) {
        progressNs = nowNs;
        if (offeredNs != NOTHING) offeredNs = nowNs;
    }

    /// A batch of this system's is given to the ring.
    void offered(long nowNs) {
        progressNs = nowNs;
        offeredNs = nowNs;
    }

    /// It has come back.
    void cameHome() {
        offeredNs = NOTHING;
    }

    void committed(long nowNs) {
        progressNs = nowNs;
        idleInRow = 0;
        laggards = new TreeSet<>();
    }

    /// When it counts as standing still, if nothing comes until then.
    long stallsAtNs(HeldLog log, long peerinactNs) {
        // Others may go on while what this system has offered is lost.
        long ownNs = offeredNs == NOTHING ? NOTHING : offeredNs + longestNs(peerinactNs);
        return Math.min(progressNs + patienceNs(log, peerinactNs), ownNs);
    }

    private static long longestNs(long peerinactNs) {
        return Math.max(STALL_NS, peerinactNs / 4);
    }

    /// What to say if it stands still: a fresh ring is due then.
    Optional<Stall> stalled(long nowNs, HeldLog log, long peerinactNs) {
        if (nowNs < stallsAtNs(log, peerinactNs)) return Optional.empty();
        progressNs = nowNs;
        if (offeredNs != NOTHING) offeredNs = nowNs;
        if (!open) {
            unopenedInRow = Math.min(unopenedInRow + 1, LONGEST);
            return Optional.of(stall("the ring does not open", log.behind()));
        }
        boolean idle = isIdle(log);
        if (idle && FIRST_STALL_NS << idleInRow < STALL_NS) idleInRow++;
        String where = "no progress at position " + log.committed() + " of " + log.held();
        return Optional.of(stall(where, idle ? new TreeSet<>() : log.behind()));
    }

    private Stall stall(String why, SortedSet<Integer> behind) {
        var twice = new TreeSet<>(behind);
        twice.retainAll(laggards);
        laggards = behind;
        return new Stall(why, behind, twice);
    }

    private long patienceNs(HeldLog log, long peerinactNs) {
        long patientNs = longestNs(peerinactNs);
        if (!open) return patientNs << unopenedInRow;
        return isIdle(log) ? Math.min(patientNs, FIRST_STALL_NS << idleInRow) : patientNs;
    }

    private boolean isIdle(HeldLog log) {
        return open && log.held() == 0;
    }
}
