package dev.vigil.engine.tls;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What was refused, counted by cause, and said once a minute for each.
public final class Refusals {
    private static final long AGAIN_NS = 60_000_000_000L;

    private final Consumer<String> log;
    private final SortedMap<Cause, Entry> entries = new TreeMap<>();

    /// Why something was refused.
    public enum Cause {
        /// No TLS, another version of it, no certificate, or one of another authority.
        HANDSHAKE("it did not show a certificate of this cluster"),
        /// A certificate of the cluster, but not one of the systems in llthosts, or of another than the one that was called.
        IDENTITY("its certificate is of somebody else"),
        /// It ended the connection itself before it had said who it is, as an engine does that stops or has found another link. Not logged.
        ENDED(""),
        /// It took too long to say who it is.
        SLOW("it did not say in time who it is"),
        /// Too many connections that have not said who they are.
        TOO_MANY("too many connections have not yet said who they are"),
        /// What it sent is not what an engine sends.
        PROTOCOL("what it sent is not understood"),
        /// A message of a peer's engine that lacks something, or is of another version.
        MESSAGE("it is not understood"),
        /// A tunnel was opened by another process than this engine.
        STRANGER("it does not come from this engine"),
        /// What came to a socket of a daemon is no request, or one that it cannot answer.
        REQUEST("it is not understood"),
        /// This process has nothing left to take it with, such as file descriptors.
        WANT("it cannot be taken for now, and is tried again"),
        /// So many wait at a socket of a daemon that who has waited longest has to go.
        CROWDED("too many are there at once, and it has been there longest");

        private final String text;

        Cause(String text) {
            this.text = text;
        }
    }

    private static final class Entry {
        long count;
        long unsaid;
        long saidNs;
    }

    /// @param log is given lines for the operator
    public Refusals(Consumer<String> log) {
        this.log = log;
    }

    /// Counts one and says it, unless that was done within the last minute.
    ///
    /// @param what was refused, such as "a connection from 10.0.0.9 to 10.0.0.1 TCP port 50001"
    /// @param detail what was found, or nothing
    /// @return whether it was said
    public synchronized boolean note(Cause cause, String what, String detail, long nowNs) {
        Entry entry = entries.computeIfAbsent(cause, first -> new Entry());
        entry.count++;
        if (cause == Cause.ENDED) return false;
        if (entry.count > 1 && nowNs - entry.saidNs < AGAIN_NS) {
            entry.unsaid++;
            return false;
        }
        log.accept(
                "Refused "
                        + what
                        + ": "
                        + cause.text
                        + (detail.isEmpty() ? "" : " (" + Strangers.printable(detail) + ")")
                        + (entry.unsaid == 0
                                ? ""
                                : "; " + entry.unsaid + " more like it since this was last said"));
        entry.saidNs = nowNs;
        entry.unsaid = 0;
        return true;
    }

    /// How many were refused, by cause in lower case.
    public synchronized SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (Cause cause : Cause.values()) {
            Entry entry = entries.get(cause);
            counts.put(
                    cause.name().toLowerCase(java.util.Locale.ROOT),
                    entry == null ? 0 : entry.count);
        }
        return Collections.unmodifiableSortedMap(counts);
    }
}
