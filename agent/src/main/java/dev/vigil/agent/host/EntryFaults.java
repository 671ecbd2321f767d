package dev.vigil.agent.host;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Entry points that are made to misbehave, to see what follows. Safe for several threads; gone with the process.
public final class EntryFaults {
    /// How an entry point misbehaves. In no case is the agent asked.
    public enum Behaviour {
        /// It ends with an error and does nothing.
        FAIL,
        /// It does nothing and does not end before it is made to.
        HANG,
        /// It does nothing and says that all went well, or finds what it is told to find.
        LIE
    }

    /// What a monitor that lies finds.
    public enum Lie {
        /// It runs.
        ONLINE,
        /// It does not run.
        OFFLINE,
        /// Nobody knows.
        UNKNOWN;

        MonitorResult finding() {
            String reason = "said by an injected fault";
            return switch (this) {
                case ONLINE -> MonitorResult.online(100, reason);
                case OFFLINE -> MonitorResult.offline(reason);
                case UNKNOWN -> MonitorResult.unknown(reason);
            };
        }
    }

    /// One entry point of one resource.
    ///
    /// @param says what a monitor that lies finds, otherwise of no meaning
    /// @param left how many more times; 0: always
    public record Fault(
            String resource, EntryPoint entry, Behaviour behaviour, Lie says, int left) {
        private Optional<Fault> once() {
            return left == 1
                    ? Optional.empty()
                    : Optional.of(
                            new Fault(resource, entry, behaviour, says, Math.max(0, left - 1)));
        }

        /// As the operator reads it: `monitor of app hangs, 2 more times`.
        public String text() {
            String what =
                    switch (behaviour) {
                        case FAIL -> "fails";
                        case HANG -> "hangs";
                        case LIE ->
                                entry == EntryPoint.MONITOR
                                        ? "lies: " + says.name().toLowerCase(Locale.ROOT)
                                        : "lies: done";
                    };
            String times =
                    switch (left) {
                        case 0 -> "";
                        case 1 -> ", once more";
                        default -> ", " + left + " more times";
                    };
            return entry.scriptName() + " of " + resource + " " + what + times;
        }
    }

    private final SortedMap<String, Fault> faults = new TreeMap<>();
    private long taken;

    private static String key(String resource, EntryPoint entry) {
        return resource + ":" + entry.scriptName();
    }

    /// From now on an entry point misbehaves; replaces what was said of it before.
    public synchronized void put(Fault fault) {
        faults.put(key(fault.resource(), fault.entry()), fault);
    }

    /// Nothing misbehaves any more. What hangs already is ended by its time limit.
    public synchronized void clear() {
        faults.clear();
    }

    /// All that misbehave.
    public synchronized List<Fault> all() {
        return new ArrayList<>(faults.values());
    }

    /// How many calls have been made to misbehave.
    public synchronized long taken() {
        return taken;
    }

    /// How a call that begins now is to misbehave; counts as one of its times.
    synchronized Optional<Fault> take(String resource, EntryPoint entry) {
        String key = key(resource, entry);
        Fault fault = faults.get(key);
        if (fault == null) return Optional.empty();
        taken++;
        fault.once().ifPresentOrElse(rest -> faults.put(key, rest), () -> faults.remove(key));
        return Optional.of(fault);
    }
}
