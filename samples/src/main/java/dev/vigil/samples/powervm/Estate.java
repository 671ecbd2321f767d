package dev.vigil.samples.powervm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The truth: every server, every partition and every console at one moment. An immutable value;
/// [Operations] and [Faults] make the next one, [Passage] lets time pass.
///
/// Times are monotonic milliseconds, handed in. `epochOffsetMs` added to them gives wall-clock time, for
/// people only.
///
/// @param asOfMs the time up to which everything due has happened
/// @param epochOffsetMs wall clock minus monotonic clock
/// @param slowMs how much later than usual consoles answer
/// @param servers the servers by name
/// @param consoles whether each console is up, by name
/// @param history what happened, oldest first; the newest [#HISTORY_KEPT]
/// @param nextSeq the number of the next entry of the history
/// @param overlaps how often a partition was started while it executed elsewhere
public record Estate(
        long asOfMs,
        long epochOffsetMs,
        long slowMs,
        SortedMap<String, Server> servers,
        SortedMap<String, Boolean> consoles,
        List<HistoryEntry> history,
        long nextSeq,
        long overlaps) {

    /// How many entries of the history are kept.
    public static final int HISTORY_KEPT = 5_000;

    /// Keeps copies.
    public Estate {
        servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
        consoles = Collections.unmodifiableSortedMap(new TreeMap<>(consoles));
        history = List.copyOf(history);
    }

    /// A server by its name, or by `type-model*serial`.
    public Optional<Server> server(String name) {
        var named = servers.get(name);
        return named != null
                ? Optional.of(named)
                : servers.values().stream().filter(s -> s.machine().equals(name)).findFirst();
    }

    /// The servers on which a partition of this name executes. More than one is what must never be.
    public SortedSet<String> runningOn(String partition) {
        var names = new TreeSet<String>();
        for (var server : servers.values()) {
            if (server.partition(partition).filter(p -> p.state().executes()).isPresent()) {
                names.add(server.name());
            }
        }
        return names;
    }

    /// The servers that hold a definition of a partition.
    public SortedSet<String> definedOn(String partition) {
        var names = new TreeSet<String>();
        for (var server : servers.values()) {
            if (server.partition(partition).isPresent()) {
                names.add(server.name());
            }
        }
        return names;
    }

    /// The names of all partitions of a kind.
    public SortedSet<String> partitions(Partition.Kind kind) {
        var names = new TreeSet<String>();
        for (var server : servers.values()) {
            for (var partition : server.partitions().values()) {
                if (partition.kind() == kind) {
                    names.add(partition.name());
                }
            }
        }
        return names;
    }

    /// When something next happens by itself; [Pending#HELD] if nothing will.
    public long nextDeadlineMs() {
        long next = Pending.HELD;
        for (var server : servers.values()) {
            next = Math.min(next, server.pending().atMs());
            for (var partition : server.partitions().values()) {
                next = Math.min(next, partition.pending().atMs());
            }
        }
        return next;
    }

    Estate with(Server server) {
        var changed = new TreeMap<>(servers);
        changed.put(server.name(), server);
        return new Estate(
                asOfMs, epochOffsetMs, slowMs, changed, consoles, history, nextSeq, overlaps);
    }

    Estate with(String server, Partition partition) {
        return with(servers.get(server).with(partition));
    }

    Estate withConsole(String console, boolean up) {
        var changed = new TreeMap<>(consoles);
        changed.put(console, up);
        return new Estate(
                asOfMs, epochOffsetMs, slowMs, servers, changed, history, nextSeq, overlaps);
    }

    Estate withSlowMs(long ms) {
        return new Estate(asOfMs, epochOffsetMs, ms, servers, consoles, history, nextSeq, overlaps);
    }

    Estate asOf(long atMs) {
        return new Estate(
                atMs, epochOffsetMs, slowMs, servers, consoles, history, nextSeq, overlaps);
    }

    /// The same estate after one more thing happened.
    Estate told(long atMs, HistoryEntry.What what, String server, String name, String detail) {
        var entries = new ArrayList<>(history);
        entries.add(new HistoryEntry(nextSeq, atMs, what, server, name, detail));
        var kept = entries.subList(Math.max(0, entries.size() - HISTORY_KEPT), entries.size());
        long overlapping = what == HistoryEntry.What.OVERLAP ? overlaps + 1 : overlaps;
        return new Estate(
                asOfMs, epochOffsetMs, slowMs, servers, consoles, kept, nextSeq + 1, overlapping);
    }

    /// The estate as it goes on after it was loaded: on another boot of the machine the monotonic clock
    /// starts anew, so what is pending keeps its distance from the time of saving.
    Estate resumedAt(long atMs, long epochOffsetMs) {
        if (atMs >= asOfMs) {
            return new Estate(
                    asOfMs, epochOffsetMs, slowMs, servers, consoles, history, nextSeq, overlaps);
        }
        var changed = new TreeMap<String, Server>();
        servers.values().forEach(s -> changed.put(s.name(), s.shifted(atMs - asOfMs)));
        return new Estate(
                atMs, epochOffsetMs, slowMs, changed, consoles, history, nextSeq, overlaps);
    }
}
