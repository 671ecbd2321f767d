package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.llt.Timing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A membership that was (or may be) decided, with all that its members must agree on.
///
/// @param id its name
/// @param base the view it follows; its members are who decides on it
/// @param members id of every system in it, with the incarnation of its engine
/// @param peerinactNs P, for all members
/// @param marginNs M, the stop margin that goes with it
/// @param mode what gives the right to continue from here
/// @param fresh nobody brings state: engines start from nothing but what is on disk and what runs
/// @param stateful members that hold the state at the end of the prefix; the others get a snapshot
/// @param prefix items of the old view that stand: those at positions 1 to `prefix`
/// @param prefixHash their chain hash
/// @param joined members that were not in the old view with the same incarnation
/// @param lost systems of the old view that are not in this one, and how they went; in a fresh view all configured ones that are absent
/// @param owedNs how long leases brought by joiners may still run, with what must follow them, from installation
/// @param jeopardy members seen with one link left
/// @param engineless systems whose engine is down and whose node is alive: they count and vote as systems, and hold no log
public record View(
        ViewId id,
        ViewId base,
        SortedMap<Integer, Long> members,
        long peerinactNs,
        long marginNs,
        QuorumMode mode,
        boolean fresh,
        SortedSet<Integer> stateful,
        long prefix,
        long prefixHash,
        SortedSet<Integer> joined,
        SortedMap<Integer, LossKind> lost,
        SortedMap<Integer, Long> owedNs,
        SortedSet<Integer> jeopardy,
        SortedSet<Integer> engineless) {

    /// No view.
    public static final View NONE =
            new View(
                    ViewId.NONE,
                    ViewId.NONE,
                    new TreeMap<>(),
                    0,
                    0,
                    QuorumMode.MAJORITY,
                    false,
                    new TreeSet<>(),
                    0,
                    0,
                    new TreeSet<>(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    new TreeSet<>(),
                    new TreeSet<>());

    /// Copies, so that a view never changes.
    public View {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        stateful = Collections.unmodifiableSortedSet(new TreeSet<>(stateful));
        joined = Collections.unmodifiableSortedSet(new TreeSet<>(joined));
        lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
        owedNs = Collections.unmodifiableSortedMap(new TreeMap<>(owedNs));
        jeopardy = Collections.unmodifiableSortedSet(new TreeSet<>(jeopardy));
        engineless = Collections.unmodifiableSortedSet(new TreeSet<>(engineless));
    }

    /// What a system starts from that has never been in a cluster: all configured systems have to agree on the first view.
    ///
    /// @param systems ids of all configured systems
    public static View genesis(
            SortedSet<Integer> systems, long peerinactNs, long marginNs, QuorumMode mode) {
        var members = new TreeMap<Integer, Long>();
        systems.forEach(id -> members.put(id, 0L));
        return new View(
                new ViewId(0, -1, 0),
                ViewId.NONE,
                members,
                peerinactNs,
                marginNs,
                mode,
                true,
                new TreeSet<>(),
                0,
                0,
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeSet<>());
    }

    /// The member that the others gather around: the lowest of those that were there before, else the lowest.
    public int anchor() {
        return members.keySet().stream()
                .filter(id -> !joined.contains(id))
                .findFirst()
                .orElseGet(members::firstKey);
    }

    /// Whether this is a view and not its absence.
    public boolean exists() {
        return id.exists();
    }

    /// The times that go with this view's peerinact and margin.
    ///
    /// @param own this system's own timers
    public Timing timing(Timing own) {
        return new Timing(peerinactNs, own.heartbeatNs(), own.peertroubleNs(), marginNs);
    }

    /// Ids of the members.
    public SortedSet<Integer> ids() {
        return new TreeSet<>(members.keySet());
    }

    /// Ids of the members and of those without an engine: who decides on the successor, and whom the hanodes echo.
    public SortedSet<Integer> systems() {
        SortedSet<Integer> systems = ids();
        systems.addAll(engineless);
        return systems;
    }

    /// The systems, each with the incarnation of its engine, 0 where there is none.
    public SortedMap<Integer, Long> engines() {
        var engines = new TreeMap<>(members);
        engineless.forEach(id -> engines.put(id, 0L));
        return engines;
    }

    /// Whether a system's disk still has what its engines promised and accepted for the successor of this view: it is at least as old as the
    /// engine that the view has there, or knows of a state. Only where a majority of the systems decides.
    ///
    /// @param born incarnation of the first engine that kept anything on that disk
    /// @param stateOf the newest view whose state that disk knows
    boolean votes(int id, long born, ViewId stateOf) {
        return mode != QuorumMode.MAJORITY
                || this.id.number() == 0
                || stateOf.exists()
                || members.getOrDefault(id, 0L) >= born;
    }

    /// The systems whose engines were in `base` already, with the same incarnation.
    public SortedSet<Integer> continuing(View base) {
        SortedSet<Integer> continuing = ids();
        continuing.removeIf(id -> !base.has(id, members.get(id)));
        return continuing;
    }

    /// Whether this very engine is a member: the same system with the same incarnation.
    public boolean has(int system, long incarnation) {
        Long member = members.get(system);
        return member != null && member == incarnation;
    }
}
