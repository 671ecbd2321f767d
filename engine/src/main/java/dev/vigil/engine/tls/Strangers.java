package dev.vigil.engine.tls;

import java.nio.channels.ClosedChannelException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// How many connections there are of which it is not yet known whose they are: few per source, and few in all, so that they cost nothing but
/// their sockets. Belongs to one thread.
public final class Strangers {
    private static final int MOST = 256;
    private static final int MOST_OF_ONE_SOURCE = 16;
    private static final int LONGEST_CAUSE = 200;

    private final Set<String> known;
    private final Map<String, Integer> bySource = new HashMap<>();
    private int unknown;

    /// @param known addresses that the limit for all does not apply to: strangers must not keep those out
    public Strangers(Set<String> known) {
        this.known = Set.copyOf(known);
    }

    /// A connection has come in.
    ///
    /// @return whether it may stay; if so, [#left] is owed
    public boolean admit(String source) {
        int same = bySource.getOrDefault(source, 0);
        if (same >= MOST_OF_ONE_SOURCE) return false;
        if (!known.contains(source)) {
            if (unknown >= MOST) return false;
            unknown++;
        }
        bySource.put(source, same + 1);
        return true;
    }

    /// One that was admitted has ended, or is no stranger any more.
    public void left(String source) {
        if (!known.contains(source)) unknown--;
        bySource.computeIfPresent(source, (key, count) -> count > 1 ? count - 1 : null);
    }

    /// Why a handshake failed, in few words. What follows a colon may be what was received, and another each time.
    public static String causeOf(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        if (cause instanceof ClosedChannelException)
            return "it was closed before it was known who it is";
        if (cause.getMessage() == null) return cause.getClass().getSimpleName();
        return printable(cause.getMessage().split(":", 2)[0]);
    }

    /// A text that may come from anywhere, so that it can stand in a line of a log.
    public static String printable(String text) {
        String line = text.replaceAll("[^\\x21-\\x7e]+", " ").strip();
        return line.length() <= LONGEST_CAUSE ? line : line.substring(0, LONGEST_CAUSE) + "...";
    }
}
