package dev.vigil.engine.llt;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// When one peer was last heard on each link, and what its silence means.
///
/// Silence is counted from the newest heartbeat on any link, or from when the peer's timer was restarted. A late tick of this system
/// postpones the judgement by its lateness, in all at most one peerinact per silence: who slept has to listen before it judges.
public final class LinkMonitor {
    /// A peer's timer that has never been started: it counts as silent.
    public static final long NEVER = Long.MIN_VALUE;

    private final SortedMap<String, Long> lastHeardNs = new TreeMap<>();
    private final SortedMap<String, Long> received = new TreeMap<>();
    private final SortedMap<String, Long> sent = new TreeMap<>();
    private long judgedFromNs = NEVER;
    private long newestNs = NEVER;
    private long postponedNs;
    private long longestNs;

    /// A peer that was never heard on any of `links`.
    public LinkMonitor(List<String> links) {
        links.forEach(
                link -> {
                    lastHeardNs.put(link, NEVER);
                    received.put(link, 0L);
                    sent.put(link, 0L);
                });
    }

    /// A packet came in that proves the peer alive at `atNs`.
    public void heard(long atNs, String link) {
        carried(atNs, link);
        newestNs = atNs;
        restart(atNs);
    }

    /// A packet is about to be taken that ends a silence which was not too long: the longest of these tells how close false alarms have come.
    public void survived(long atNs) {
        if (judgedFromNs != NEVER) longestNs = Math.max(longestNs, atNs - judgedFromNs);
    }

    /// The longest silence that was survived, since it was counted from zero.
    public long longestNs() {
        return longestNs;
    }

    /// A packet came in that says nothing of the peer, but that the link carried what was sent so that it would have been here at `atNs`.
    public void carried(long atNs, String link) {
        lastHeardNs.merge(link, atNs, Math::max);
        received.merge(link, 1L, Long::sum);
    }

    /// A packet goes out to the peer on a link.
    public void sent(String link) {
        sent.merge(link, 1L, Long::sum);
    }

    /// Counts silence from now, as for a peer that has just joined.
    public void restart(long atNs) {
        judgedFromNs = Math.max(judgedFromNs, atNs);
        postponedNs = 0;
    }

    /// This system was late by so much: the peer's silence is judged that much later.
    public void postpone(long atNs, long latenessNs, long peerinactNs) {
        if (judgedFromNs != NEVER) {
            long by = Math.min(latenessNs, peerinactNs - postponedNs);
            if (by > 0) {
                postponedNs += by;
                judgedFromNs = Math.min(atNs, judgedFromNs + by);
            }
        }
    }

    /// Whether the peer has been silent for `silenceNs`.
    public boolean silent(long atNs, long silenceNs) {
        return judgedFromNs == NEVER || atNs - judgedFromNs >= silenceNs;
    }

    /// When the peer will have been silent for `silenceNs`.
    public long silentAtNs(long silenceNs) {
        return judgedFromNs == NEVER ? Long.MAX_VALUE : judgedFromNs + silenceNs;
    }

    /// When the peer was last heard on any link, [#NEVER] when not yet.
    public long newestNs() {
        return newestNs;
    }

    /// Counts packets from zero again.
    public void zero() {
        received.replaceAll((link, count) -> 0L);
        sent.replaceAll((link, count) -> 0L);
        longestNs = 0;
    }

    /// Whether a link is up at `atNs`: heard within peertrouble.
    public boolean up(long atNs, String link, long peertroubleNs) {
        long lastNs = lastHeardNs.get(link);
        return lastNs != NEVER && atNs - lastNs < peertroubleNs;
    }

    /// Every link's state at `atNs`.
    ///
    /// @param peertroubleNs silence after which a link is troubled, by its tag
    public SortedMap<String, LinkStatus> links(
            long atNs, ToLongFunction<String> peertroubleNs, long peerinactNs) {
        var links = new TreeMap<String, LinkStatus>();
        lastHeardNs.forEach(
                (link, last) ->
                        links.put(
                                link,
                                new LinkStatus(
                                        state(
                                                atNs,
                                                last,
                                                peertroubleNs.applyAsLong(link),
                                                peerinactNs),
                                        last,
                                        received.get(link),
                                        sent.get(link))));
        return links;
    }

    private static LinkStatus.State state(
            long atNs, long lastNs, long peertroubleNs, long peerinactNs) {
        if (lastNs == NEVER || atNs - lastNs >= peerinactNs) {
            return LinkStatus.State.DOWN;
        }
        return atNs - lastNs >= peertroubleNs ? LinkStatus.State.TROUBLE : LinkStatus.State.UP;
    }
}
