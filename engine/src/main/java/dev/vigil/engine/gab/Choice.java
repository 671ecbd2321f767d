package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a proposer makes of the promises it got: the successor of a view. Pure: equal promises give equal views.
///
/// @param base the view that is followed
/// @param self the proposer
/// @param ballot its ballot
/// @param systems all configured systems
/// @param promises the systems that promised, the proposer too
/// @param joiners engines that ask to be taken in
/// @param leftOut systems that do not keep up and are left out
/// @param alive systems whose node is heard and guards what runs there, whatever became of the engine
/// @param leaving whether the proposer wants to be left out itself
/// @param staying whether what runs at a proposer that leaves stays
/// @param stopped whether nothing leased runs at a proposer that leaves
/// @param peerinactNs P from now on
/// @param marginNs M from now on
/// @param mode what gives the right from now on
record Choice(
        View base,
        int self,
        long ballot,
        SortedSet<Integer> systems,
        SortedMap<Integer, GabMessage.Promise> promises,
        SortedMap<Integer, GabMessage.Hello> joiners,
        SortedSet<Integer> leftOut,
        SortedSet<Integer> alive,
        boolean leaving,
        boolean staying,
        boolean stopped,
        long peerinactNs,
        long marginNs,
        QuorumMode mode) {

    /// The value to propose: what may have been decided already, else the proposer's own wish.
    ///
    /// @throws IllegalStateException if the logs of those that promised differ before what one of them knows to be committed
    View value() {
        return accepted().orElseGet(this::wish);
    }

    /// The accepted value with the highest ballot: it may have been decided. Without arbitration it may be passed over when those
    /// who would have to accept it are not all here, as parts then go on by themselves.
    private Optional<View> accepted() {
        return promises.values().stream()
                .filter(p -> p.acceptedBallot() > 0)
                .max((a, b) -> Long.compare(a.acceptedBallot(), b.acceptedBallot()))
                .map(GabMessage.Promise::accepted)
                .filter(
                        value ->
                                base.mode().arbitrates()
                                        || promises.keySet().containsAll(value.continuing(base)));
    }

    /// Who has promised, is not in the new history that would begin, and has had a newer state than all who are. There is none where somebody
    /// has the state, nor where a view may have been decided: that is decided again, whoever is in it.
    Optional<Integer> newestLeftOut() {
        boolean decided = promises.values().stream().anyMatch(p -> p.accepted().exists());
        if (decided || !logs().isEmpty()) {
            return Optional.empty();
        }
        ViewId known =
                together().stream().map(this::stateOf).max(ViewId::compareTo).orElse(ViewId.NONE);
        return promises.keySet().stream()
                .filter(id -> stateOf(id).compareTo(known) > 0)
                .findFirst();
    }

    private View wish() {
        var ids = together();
        var members = new TreeMap<Integer, Long>();
        var joined = new TreeSet<Integer>();
        var stateful = new TreeSet<Integer>();
        var owed = new TreeMap<Integer, Long>();
        for (int id : ids) {
            long incarnation = incarnation(id);
            members.put(id, incarnation);
            if (!base.has(id, incarnation)) {
                joined.add(id);
            }
            GabMessage.Promise promise = promises.get(id);
            if (promise != null && promise.stateful()) {
                stateful.add(id);
            }
            long restNs = promise != null ? promise.leaseRestNs() : joiners.get(id).leaseRestNs();
            if (restNs > 0) {
                // What follows its lease: the rest of the margin after the race.
                owed.put(id, restNs + Math.max(base.marginNs(), marginNs));
            }
        }
        var jeopardy = new TreeSet<Integer>();
        promises.values().forEach(p -> jeopardy.addAll(p.jeopardy()));
        var engineless = engineless(ids);
        var lost = new TreeMap<Integer, LossKind>();
        for (int id : base.systems()) {
            if (engineless.contains(id)) {
                if (base.members().containsKey(id)) {
                    lost.put(id, id == self ? LossKind.EXITED : LossKind.DDNA);
                }
            } else if (!members.containsKey(id)) {
                lost.put(id, loss(id, jeopardy));
            }
        }
        jeopardy.retainAll(ids);
        if (stateful.isEmpty()) {
            // A new history: to it everybody is new.
            joined.addAll(ids);
            engineless.forEach(id -> lost.put(id, LossKind.DDNA));
            // Nor does anybody remember how the absent ones went.
            systems.stream()
                    .filter(id -> !members.containsKey(id) && !engineless.contains(id))
                    .forEach(id -> lost.put(id, loss(id, jeopardy)));
        }
        long prefix = prefix();
        return new View(
                new ViewId(base.id().number() + 1, self, ballot),
                base.id(),
                members,
                peerinactNs,
                marginNs,
                mode,
                stateful.isEmpty(),
                stateful,
                prefix,
                prefixHash(prefix),
                joined,
                lost,
                owed,
                jeopardy,
                engineless);
    }

    /// The systems of the old view whose engine is not in the new one, and whose node is alive and heard by all who are.
    private SortedSet<Integer> engineless(SortedSet<Integer> members) {
        var engineless = new TreeSet<Integer>();
        for (int id : base.systems()) {
            GabMessage.Promise promise = promises.get(id);
            boolean stopping =
                    promise != null && !base.has(id, promise.incarnation()) && !promise.ready();
            boolean stays = id == self ? leaving && staying : alive.contains(id) && !stopping;
            if (!members.contains(id) && stays && heardByAll(id, members)) {
                engineless.add(id);
            }
        }
        return engineless;
    }

    private boolean heardByAll(int id, SortedSet<Integer> members) {
        return members.stream()
                .allMatch(
                        member -> {
                            GabMessage.Promise promise = promises.get(member);
                            return promise != null
                                    ? promise.hears().contains(id)
                                    : joiners.get(member).hears().contains(id);
                        });
    }

    private LossKind loss(int id, SortedSet<Integer> jeopardy) {
        if (id == self && leaving && stopped) {
            return LossKind.EXITED;
        }
        return switch (base.mode()) {
            case MAJORITY, CUSTOMIZED -> LossKind.CRASH;
            case DISABLED -> jeopardy.contains(id) ? LossKind.JEOPARDY : LossKind.CRASH;
            case UNARBITRATED -> LossKind.UNARBITRATED;
        };
    }

    private long incarnation(int id) {
        GabMessage.Promise promise = promises.get(id);
        return promise != null ? promise.incarnation() : joiners.get(id).incarnation();
    }

    private ViewId stateOf(int id) {
        GabMessage.Promise promise = promises.get(id);
        return promise != null ? promise.stateOf() : joiners.get(id).stateOf();
    }

    /// The systems that all hear each other both ways: joiners go first when there is a gap, then who has most of them.
    private SortedSet<Integer> together() {
        var hears = new TreeMap<Integer, SortedSet<Integer>>();
        promises.forEach(
                (id, promise) -> {
                    boolean restarted = !base.has(id, promise.incarnation());
                    boolean wanted =
                            !(leftOut.contains(id) && id != self) && !(leaving && id == self);
                    if (wanted && (!restarted || promise.ready())) {
                        hears.put(id, promise.hears());
                    }
                });
        var members = new TreeSet<>(hears.keySet());
        for (var joiner : joiners.entrySet()) {
            int id = joiner.getKey();
            if (!members.contains(id)
                    && joiner.getValue().hears().containsAll(members)
                    && members.stream().allMatch(m -> hears.get(m).contains(id))) {
                hears.put(id, joiner.getValue().hears());
            }
        }
        while (true) {
            Optional<Integer> worst = worst(hears);
            if (worst.isEmpty()) {
                return new TreeSet<>(hears.keySet());
            }
            hears.remove(worst.get());
        }
    }

    private Optional<Integer> worst(SortedMap<Integer, SortedSet<Integer>> hears) {
        List<Integer> stateful = hears.keySet().stream().filter(this::hasState).toList();
        int worst = -1;
        long most = 0;
        for (int id : hears.keySet()) {
            long gaps =
                    hears.keySet().stream()
                            .filter(
                                    other ->
                                            other != id
                                                    && !(hears.get(id).contains(other)
                                                            && hears.get(other).contains(id)))
                            .count();
            boolean keep = stateful.size() == 1 && stateful.contains(id);
            if (gaps > 0 && gaps >= most && !keep) {
                most = gaps;
                worst = id;
            }
        }
        return worst < 0 ? Optional.empty() : Optional.of(worst);
    }

    private boolean hasState(int id) {
        GabMessage.Promise promise = promises.get(id);
        return promise != null && promise.stateful();
    }

    private Collection<GabMessage.Promise> logs() {
        return promises.values().stream().filter(GabMessage.Promise::stateful).toList();
    }

    /// The longest prefix that all logs share. What is committed is in all of them, so it is in the prefix.
    private long prefix() {
        var logs = new ArrayList<>(logs());
        if (logs.isEmpty()) {
            return 0;
        }
        long from = logs.stream().mapToLong(GabMessage.Promise::committed).max().orElse(0);
        long to =
                logs.stream().mapToLong(p -> p.committed() + p.hashes().size() - 1).min().orElse(0);
        for (long p = to; p >= from; p--) {
            long position = p;
            if (logs.stream().map(log -> hash(log, position)).distinct().count() == 1) {
                return p;
            }
        }
        throw new IllegalStateException(
                "the logs of view "
                        + base.id()
                        + " differ before the committed position "
                        + from
                        + ": "
                        + promises);
    }

    private long prefixHash(long prefix) {
        return logs().stream().map(log -> hash(log, prefix)).findFirst().orElse(0L);
    }

    private static long hash(GabMessage.Promise log, long position) {
        return log.hashes().get(Math.toIntExact(position - log.committed()));
    }
}
