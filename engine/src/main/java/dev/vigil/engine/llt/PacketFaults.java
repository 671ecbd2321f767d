package dev.vigil.engine.llt;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts the packets that were dropped, and decides which of them are worth a line in the log.
///
/// The first of a cause and a source is said, and after that the number of them once an hour. Sources that are invented by the thousand
/// cannot fill the log or the memory: only so many are told apart, those that were seen last, and only so many lines are written in a
/// minute. While there are more, one is told apart when it is seen again, so that what goes on and on is named among what was invented.
public final class PacketFaults {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long AGAIN_NS = 3_600 * SECOND_NS;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final int LINES_A_MINUTE = 10;
    private static final int MOST_SOURCES = 200;
    private static final String OTHERS = "other addresses";

    private record Kind(PacketFault fault, String link, String source) {}

    private static final class Seen {
        private boolean said;
        private long saidAtNs;
        private long sinceSaid;
    }

    private final Map<PacketFault, Long> counts = new EnumMap<>(PacketFault.class);
    private final Map<Kind, Seen> kinds = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Kind, Seen> others = new HashMap<>();
    private long minuteNs;
    private int linesInMinute;

    /// A packet was dropped.
    ///
    /// @param source the address it came from
    /// @return what is to be said now
    public Optional<String> dropped(long atNs, PacketFault fault, String link, String source) {
        counts.merge(fault, 1L, Long::sum);
        var kind = new Kind(fault, link, source);
        Seen seen = kinds.get(kind);
        if (seen == null) {
            boolean crowded = kinds.size() >= MOST_SOURCES;
            if (crowded) kinds.remove(kinds.keySet().iterator().next());
            seen = new Seen();
            kinds.put(kind, seen);
            if (crowded) {
                kind = new Kind(fault, link, OTHERS);
                seen = others.computeIfAbsent(kind, _ -> new Seen());
            }
        }
        seen.sinceSaid++;
        if ((seen.said && atNs - seen.saidAtNs < AGAIN_NS) || !lineLeft(atNs)) {
            return Optional.empty();
        }
        String text =
                (seen.sinceSaid == 1 ? "Packets" : seen.sinceSaid + " packets")
                        + " from "
                        + kind.source()
                        + " on link "
                        + link
                        + " are dropped: they "
                        + fault.text();
        seen.said = true;
        seen.saidAtNs = atNs;
        seen.sinceSaid = 0;
        return Optional.of(text);
    }

    /// How many packets were dropped, by the name of the cause; causes that never occurred are left out.
    public SortedMap<String, Long> counts() {
        var named = new TreeMap<String, Long>();
        counts.forEach((fault, count) -> named.put(fault.label(), count));
        return Collections.unmodifiableSortedMap(named);
    }

    /// Counts from zero again; what was said is not said anew.
    public void zero() {
        counts.clear();
    }

    private boolean lineLeft(long atNs) {
        if (linesInMinute == 0 || atNs - minuteNs >= MINUTE_NS) {
            minuteNs = atNs;
            linesInMinute = 0;
        }
        if (linesInMinute >= LINES_A_MINUTE) {
            return false;
        }
        linesInMinute++;
        return true;
    }
}
