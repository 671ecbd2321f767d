package dev.vigil.engine.cps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts what others do wrong, and says each cause when it is new and again when it has become ten times as frequent.
final class Complaints {
    private static final int MOST_CAUSES = 512;

    private final Map<String, Long> causes =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MOST_CAUSES;
                }
            };
    private final SortedMap<String, Long> counts = new TreeMap<>();

    /// Takes note.
    ///
    /// @param kind what is counted
    /// @param from who did it
    /// @return what to add to the message; nothing if it is not to be said again
    Optional<String> note(String kind, String from) {
        counts.merge(kind, 1L, Long::sum);
        long times = causes.merge(kind + " " + from, 1L, Long::sum);
        if (times == 1) return Optional.of("");
        return powerOfTen(times) ? Optional.of(" (" + times + " times by now)") : Optional.empty();
    }

    /// How often each kind was noted.
    SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    private static boolean powerOfTen(long number) {
        long left = number;
        while (left % 10 == 0) left /= 10;
        return left == 1;
    }
}
