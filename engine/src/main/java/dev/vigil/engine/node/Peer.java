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
    final LinkMonitor links;
    private SortedSet<Integer> hears = new TreeSet<>();
    private long session;
    private long sequence;
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

    /// Whether a heartbeat is older than one of an earlier session, or than the newest: such a one says nothing.
    boolean outdated(Heartbeat heartbeat) {
        return heartbeat.session() < session;
    }

    /// Whether this heartbeat was not seen before, on any link.
    boolean isNew(Heartbeat heartbeat) {
        return heartbeat.session() > session || heartbeat.sequence() > sequence;
    }

    /// Takes over what a new heartbeat says.
    ///
    /// @return whether the peer's view, proposal, session or engine is another than before
    boolean learn(long atNs, Heartbeat heartbeat) {
        boolean changed =
                heartbeat.session() != session
                        || !heartbeat.view().equals(view)
                        || !heartbeat.accepted().equals(accepted)
                        || heartbeat.engine() != engine
                        || heartbeat.engineUp() != engineUp;
        session = heartbeat.session();
        sequence = heartbeat.sequence();
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
                session,
                engine,
                engineUp,
                engineDownSinceNs,
                view,
                accepted,
                promiseUntilNs,
                leaseRestNs);
    }
}
