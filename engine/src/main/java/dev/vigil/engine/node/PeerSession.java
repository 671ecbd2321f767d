package dev.vigil.engine.node;

import dev.vigil.engine.llt.Heartbeat;

import java.util.SortedMap;
import java.util.TreeMap;

/// Which start of a peer's node daemon is believed, and which of the heartbeats signed with its id are news.
///
/// ## Why recordings are harmless
///
/// A signature says that somebody with the secret made a heartbeat, not when. So every heartbeat carries, for each peer, the newest of that
/// peer's heartbeats that had come in when it was made. A system finds its own session and send time there: the heartbeat was made after
/// that moment, and nobody could have recorded it before. It is *fresh* if that moment is less than S ago.
///
/// - A session is believed only by a fresh heartbeat. After a restart of the receiver no recording of any earlier time can be fresh, since
///   the receiver has a new session itself; nothing needs to be remembered on disk for it.
/// - Until then a heartbeat moves nothing: no timer, link, promise, view or engine. It is answered, on the link and to the address it came
///   from, by a heartbeat that says it was seen (the challenge). One round trip later either side can be fresh. Challenges are few enough
///   that repeating recordings makes no flood.
/// - Of the session believed, only what has a higher sequence than all before is news. It restarts the peer's timer, extends promises and is
///   echoed only if it is fresh: a recording made while the two were cut off, or packets that the network held back, keep nobody alive. What
///   it says is learned all the same, since its sender said it after everything known so far; a peer that hears this system no longer may
///   say that it is in a view without it.
/// - Each further copy counts once for each link, and only for the link: as heard when the news would have come in on it. So a copy that is
///   late, or held back by somebody, makes no link look better than it was.
///
/// A system that has a clone is found the same way. A session that is proven while another is believed takes its place at once only if it
/// is a later one from the same address (the daemon was restarted), else after the silence of that other one. If the other one says
/// something fresh *after* the rival was proven, both live, and two machines have one node id.
final class PeerSession {
    /// No answer of this system's heartbeats was found in a heartbeat.
    static final long UNANSWERED = Long.MIN_VALUE;

    /// What a heartbeat is worth.
    enum Verdict {
        /// New and fresh.
        NEWS,
        /// New, but the peer need not have been alive within the tolerated silence.
        LATE_NEWS,
        /// What was known already, on a link that had not brought it yet.
        COPY,
        /// What that link has brought before.
        REPLAYED,
        /// A leftover of an earlier session.
        OLD_SESSION,
        /// Of a session that has to show first that it lives.
        UNPROVEN,
        /// Of a session that lives beside the one believed.
        RIVAL
    }

    /// Another session with the same node id that lives.
    ///
    /// @param provenNs when that was seen first
    /// @param newestNs when that was seen last
    record Rival(long session, String address, long provenNs, long newestNs) {
        static final Rival NONE = new Rival(0, "", 0, 0);
    }

    private long session;
    private long provenNs;
    private long sequence;
    private long sentNs;
    private long freshSentNs;
    private long freshAtNs;
    private final SortedMap<String, Long> sequences = new TreeMap<>();
    private final SortedMap<String, String> addresses = new TreeMap<>();
    private Rival rival = Rival.NONE;
    private long clashUntilNs = Long.MIN_VALUE;

    /// The session believed; 0 while there is none.
    long session() {
        return session;
    }

    /// The newest heartbeat of the session believed.
    Heartbeat.Echo newest() {
        return new Heartbeat.Echo(session, sentNs);
    }

    /// Judges a heartbeat and remembers it.
    ///
    /// @param answeredNs the newest own send time that it proves to have heard, [#UNANSWERED] if none within the tolerated silence
    /// @param silent whether the peer has been silent for the tolerated silence
    /// @param silenceNs how long a rival counts as alive
    Verdict judge(
            long atNs,
            String link,
            String address,
            Heartbeat heartbeat,
            long answeredNs,
            boolean silent,
            long silenceNs) {
        if (heartbeat.session() == session) {
            return ofThisSession(atNs, link, address, heartbeat, answeredNs, silenceNs);
        }
        if (answeredNs == UNANSWERED) {
            return Verdict.UNPROVEN;
        }
        boolean restarted = heartbeat.session() > session && address.equals(addresses.get(link));
        if (session == 0 || silent || restarted) {
            adopt(atNs, heartbeat.session());
            return ofThisSession(atNs, link, address, heartbeat, answeredNs, silenceNs);
        }
        if (heartbeat.session() < session && answeredNs < provenNs) {
            return Verdict.OLD_SESSION;
        }
        if (rival.session() != heartbeat.session() || atNs - rival.newestNs() > silenceNs) {
            rival = new Rival(heartbeat.session(), address, atNs, atNs);
        } else {
            rival = new Rival(rival.session(), address, rival.provenNs(), atNs);
        }
        return Verdict.RIVAL;
    }

    private void adopt(long atNs, long next) {
        session = next;
        provenNs = atNs;
        sequence = 0;
        sequences.clear();
        addresses.clear();
        rival = Rival.NONE;
    }

    private Verdict ofThisSession(
            long atNs,
            String link,
            String address,
            Heartbeat heartbeat,
            long answeredNs,
            long silenceNs) {
        if (heartbeat.sequence() <= sequences.getOrDefault(link, 0L)) {
            return Verdict.REPLAYED;
        }
        sequences.put(link, heartbeat.sequence());
        if (heartbeat.sequence() <= sequence) {
            return Verdict.COPY;
        }
        sequence = heartbeat.sequence();
        sentNs = heartbeat.sentNs();
        if (answeredNs == UNANSWERED) {
            return Verdict.LATE_NEWS;
        }
        freshSentNs = heartbeat.sentNs();
        freshAtNs = atNs;
        addresses.put(link, address);
        boolean rivalLives = rival.session() != 0 && atNs - rival.newestNs() <= silenceNs;
        if (rivalLives && answeredNs >= rival.provenNs()) {
            clashUntilNs = atNs + silenceNs;
        }
        return Verdict.NEWS;
    }

    /// When a heartbeat of the session believed would have come in, had it not been held up.
    long nominalNs(long atNs, Heartbeat heartbeat) {
        return Math.min(atNs, freshAtNs + (heartbeat.sentNs() - freshSentNs));
    }

    /// Whether two machines use the peer's node id.
    boolean clashes(long atNs) {
        return atNs < clashUntilNs;
    }

    /// The other machine with the peer's node id.
    Rival rival() {
        return rival;
    }

    /// The address from which the session believed came last on any link; empty when from none.
    String address() {
        return addresses.isEmpty() ? "" : addresses.firstEntry().getValue();
    }
}
