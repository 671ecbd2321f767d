package dev.vigil.engine.node;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.llt.Heartbeat;
import dev.vigil.engine.llt.LinkMonitor;
import dev.vigil.engine.llt.LinkStatus;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/// What a node daemon remembers of one peer: its links, what it last said, what was promised to it.
final class Peer {
    private static final int MOST_CHALLENGES = 2;

    final LinkMonitor links;
    private SortedSet<Integer> hears = new TreeSet<>();
    final PeerSession session = new PeerSession();
    private long learnedSession;
    private long challengedSession;
    private long challengeNs = Long.MIN_VALUE;
    private long challengeOtherNs = Long.MIN_VALUE;
    private int challenges;
    private boolean clashSaid;
    private long engine;
    private boolean engineUp;
    private long engineDownSinceNs = Long.MAX_VALUE;
    private ViewId view = ViewId.NONE;
    private ViewId accepted = ViewId.NONE;
    private long leaseRestNs;
    private boolean heard;
    private long promiseUntilNs;
    private Heartbeat.Echo honoured = new Heartbeat.Echo(0, 0);

    private final SortedMap<String, LinkStatus.State> said = new TreeMap<>();

    /// What became of a link since it was last asked about.
    enum LinkChange {
        SAME,
        UP,
        TROUBLE,
        DOWN
    }

    Peer(List<String> links, long promiseUntilNs) {
        this.links = new LinkMonitor(links);
        this.promiseUntilNs = promiseUntilNs;
    }

    /// Whether a challenge may be sent now to a session that cannot be believed yet.
    boolean challenge(long atNs, long challenged, long everyNs) {
        boolean due =
                atNs >= challengeNs
                        || (challenged != challengedSession && atNs >= challengeOtherNs);
        if (!due) return false;
        challenges = challenged == challengedSession ? challenges + 1 : 1;
        challengedSession = challenged;
        challengeNs = atNs + everyNs;
        challengeOtherNs = atNs + everyNs / 10;
        return true;
    }

    /// Whether the session has been challenged so often that a living daemon would have answered.
    boolean unanswered(long challenged) {
        return challenged == challengedSession && challenges > MOST_CHALLENGES;
    }

    /// Whether a clash of node ids is to be said now: when it begins.
    boolean sayClash(long atNs) {
        boolean now = session.clashes(atNs);
        boolean begins = now && !clashSaid;
        clashSaid = now;
        return begins;
    }

    /// Takes over what a new heartbeat says.
    ///
    /// @return whether the peer's view, proposal, session or engine is another than before
    boolean learn(long atNs, Heartbeat heartbeat) {
        boolean changed =
                session.session() != learnedSession
                        || !heartbeat.view().equals(view)
                        || !heartbeat.accepted().equals(accepted)
                        || heartbeat.engine() != engine
                        || heartbeat.engineUp() != engineUp;
        learnedSession = session.session();
        hears = heartbeat.hears();
        engine = heartbeat.engine();
        if (heartbeat.engineUp()) {
            engineDownSinceNs = Long.MAX_VALUE;
        } else if (engineDownSinceNs == Long.MAX_VALUE) {
            engineDownSinceNs = atNs;
        }
        engineUp = heartbeat.engineUp();
        view = heartbeat.view();
        accepted = heartbeat.accepted();
        leaseRestNs = heartbeat.leaseRestNs();
        return changed;
    }

    /// Promises not to act against the peer before `untilNs`; a promise is only ever raised.
    void promise(long untilNs) {
        promiseUntilNs = Math.max(promiseUntilNs, untilNs);
    }

    /// From now on this heartbeat is what is echoed to the peer.
    void honour(Heartbeat heartbeat) {
        honoured = new Heartbeat.Echo(heartbeat.session(), heartbeat.sentNs());
    }

    /// What is echoed to the peer; session 0 when nothing.
    Heartbeat.Echo honoured() {
        return honoured;
    }

    /// Whether a link's state is another than when this was asked last; links are down at first.
    LinkChange changed(String link, LinkStatus.State now) {
        LinkStatus.State before = said.put(link, now);
        if ((before == null ? LinkStatus.State.DOWN : before) == now) {
            return LinkChange.SAME;
        }
        return switch (now) {
            case UP -> LinkChange.UP;
            case TROUBLE -> LinkChange.TROUBLE;
            case DOWN -> LinkChange.DOWN;
        };
    }

    boolean heard() {
        return heard;
    }

    /// Judges the peer's silence.
    ///
    /// @return whether the judgement is another than before
    boolean judge(long atNs, long silenceNs) {
        boolean now = !links.silent(atNs, silenceNs);
        boolean changed = now != heard;
        heard = now;
        return changed;
    }

    PeerReport report(long atNs, ToLongFunction<String> peertroubleNs, long peerinactNs) {
        return new PeerReport(
                heard,
                links.newestNs(),
                links.links(atNs, peertroubleNs, peerinactNs),
                hears,
                learnedSession,
                engine,
                engineUp,
                engineDownSinceNs,
                view,
                accepted,
                promiseUntilNs,
                leaseRestNs,
                links.longestNs());
    }
}
