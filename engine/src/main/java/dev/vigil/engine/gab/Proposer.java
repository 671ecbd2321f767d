package dev.vigil.engine.gab;

import dev.vigil.engine.fence.Fencing;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Brings a view's members to decide on its successor: one ballot at a time.
final class Proposer {
    private static final long MS = 1_000_000L;

    /// How long engines that are heard and say nothing are asked again before the others go on without them, at least.
    private static final long PATIENCE_NS = 2_000 * MS;

    /// How long they are asked again, whatever they say.
    private static final long PATIENCE_IN_ALL_NS = 15_000 * MS;

    private static final long LONGEST_PHASE_NS = 5_000 * MS;

    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;
    private final Ledger ledger;
    private final Acceptor acceptor;
    private final Reasons reasons;
    private final Seeding seeding;
    private final Fencing fencing;
    private final Learner learner;
    private SortedMap<Integer, Integer> weights = new TreeMap<>();
    private Optional<Attempt> attempt = Optional.empty();
    private long highestRound;
    private int failures;
    private long backoffUntilNs = Long.MIN_VALUE;
    private long firstNs = Long.MAX_VALUE;
    private final SortedMap<Integer, Long> spokenNs = new TreeMap<>();

    /// Who is told what was decided.
    interface Learner {
        void decided(long atNs, int from, View view, long activateAtNs);

        /// The race for the right to go on is lost.
        void lost(String why);
    }

    Proposer(
            StackConfig config,
            MembershipPort port,
            Neighbours neighbours,
            Ledger ledger,
            Acceptor acceptor,
            Reasons reasons,
            Seeding seeding,
            Fencing fencing,
            Learner learner) {
        this.config = config;
        this.port = port;
        this.neighbours = neighbours;
        this.ledger = ledger;
        this.acceptor = acceptor;
        this.reasons = reasons;
        this.seeding = seeding;
        this.fencing = fencing;
        this.learner = learner;
        this.highestRound = Ballots.round(ledger.promised());
    }

    /// Whether a ballot is under way.
    boolean busy() {
        return attempt.isPresent();
    }

    /// When the phase of the ballot under way ends.
    long deadlineNs() {
        return attempt.map(now -> now.deadlineNs).orElse(Long.MAX_VALUE);
    }

    /// What each system's life is worth in a race.
    void weigh(SortedMap<Integer, Integer> worth) {
        weights = new TreeMap<>(worth);
    }

    /// Another ballot was promised to another proposer, or the matter is settled.
    void giveUp() {
        attempt = Optional.empty();
        fencing.giveUp();
    }

    /// A view is decided: the next attempt is the first again.
    void settled() {
        giveUp();
        firstNs = Long.MAX_VALUE;
        spokenNs.clear();
        failures = 0;
        backoffUntilNs = Long.MIN_VALUE;
    }

    /// Another engine has said something.
    void spoke(long atNs, int peer) {
        spokenNs.put(peer, atNs);
    }

    /// A ballot of another proposer was seen.
    void seen(long ballot) {
        highestRound = Math.max(highestRound, Ballots.round(ballot));
    }

    /// The earliest time for the next ballot: the lowest system that hears others at once, the others later in turn.
    long proposeAtNs(long reasonSinceNs) {
        boolean voteless = ledger.hasSystem() && !ledger.votes();
        if (reasonSinceNs == Long.MAX_VALUE || voteless) {
            return Long.MAX_VALUE;
        }
        long turnNs = (200 + 100L * config.id()) * MS;
        long at = Math.max(reasonSinceNs + (reasons.leads() ? 0 : turnNs), backoffUntilNs);
        long promisedNs = acceptor.promisedToOtherNs();
        return promisedNs == Long.MIN_VALUE ? at : Math.max(at, promisedNs + turnNs);
    }

    private long ballot() {
        highestRound++;
        return Ballots.of(highestRound, config.id());
    }

    /// Begins a ballot.
    void propose(long atNs, String reason) {
        NodeReport now = neighbours.node().orElseThrow();
        firstNs = Math.min(firstNs, atNs);
        long ballot = ballot();
        var asked = new TreeSet<Integer>();
        for (int id : ledger.view().systems()) {
            PeerReport peer = now.peers().get(id);
            if (id == config.id()
                    || (peer != null
                            && peer.heard()
                            && peer.engineUp()
                            && !reasons.leftOut().contains(id)
                            && !voteless(atNs, id))) {
                asked.add(id);
            }
        }
        var begun = new Attempt(ledger.view().id(), ballot, reason, asked, atNs + promiseNs());
        attempt = Optional.of(begun);
        port.line(
                Severity.INFO,
                "V-15-1-20033",
                "Seeking agreement on the view after "
                        + ledger.view().id()
                        + ", ballot "
                        + ballot
                        + ": "
                        + reason);
        var prepare = new GabMessage.Prepare(ledger.view().id(), ballot);
        ledger.view().systems().stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, prepare));
        if (ledger.votes()) {
            acceptor.promise(atNs, ballot);
            promisedBy(atNs, config.id(), acceptor.promiseOf(ballot));
        }
    }

    /// Whether a system asks to be taken in that has no vote, as its disk was lost.
    private boolean voteless(long atNs, int id) {
        return neighbours.asksWithoutVote(atNs, id, ledger.view());
    }

    /// How long promises are waited for: where there is a race to come, less.
    private long promiseNs() {
        return ledger.view().mode() == QuorumMode.CUSTOMIZED
                ? Math.max(20 * MS, raceNs() / 3)
                : Math.max(60 * MS, raceNs() / 2);
    }

    /// How long a race or acceptances are waited for: where disks or points are slow, longer each time.
    private long phaseNs() {
        long firstNs = Math.max(300 * MS, 2 * raceNs());
        return Math.max(firstNs, Math.min(firstNs << Math.min(failures, 4), LONGEST_PHASE_NS));
    }

    private long raceNs() {
        return ledger.view().marginNs() / 4;
    }

    /// A system has promised.
    void promisedBy(long atNs, int peer, GabMessage.Promise promise) {
        if (attempt.isEmpty()
                || !attempt.get().preparing()
                || attempt.get().racing()
                || attempt.get().ballot != promise.ballot()
                || !promise.base().equals(ledger.view().id())) {
            return;
        }
        Attempt now = attempt.get();
        now.promises.put(peer, promise);
        if (now.promises.keySet().containsAll(now.asked) && mayPropose(atNs, now)) {
            secure(atNs, now);
        }
    }

    /// With coordination points the right to go on without those who have not promised is raced for; otherwise the promises are the
    /// right.
    private void secure(long atNs, Attempt now) {
        SortedSet<Integer> victims = victims(now);
        if (mayYetPromise(atNs, victims)) {
            fail(
                    atNs,
                    "no promise yet of " + config.namesOf(victims) + ", heard with their engines");
            return;
        }
        if (ledger.view().mode() != QuorumMode.CUSTOMIZED || victims.isEmpty()) {
            askToAccept(atNs, now);
            return;
        }
        var known = new TreeSet<Key>();
        ledger.view()
                .members()
                .forEach(
                        (id, incarnation) -> {
                            if (victims.contains(id)) {
                                known.add(new Key(id, incarnation));
                            }
                        });
        now.race(victims, atNs + phaseNs());
        port.line(
                Severity.NOTICE,
                "V-15-1-20044",
                "Racing at the coordination points for the right to go on without "
                        + config.namesOf(victims));
        fencing.race(atNs, victims, known, atNs + handicapNs(now, victims), raceNs());
        race(atNs);
    }

    /// Whether there is no hurry to go on without anybody: all of them are heard and have an engine, which may just be slow to answer.
    /// Nobody has accepted anything yet, so leases go on meanwhile.
    private boolean mayYetPromise(long atNs, SortedSet<Integer> victims) {
        SortedSet<Integer> slow = new TreeSet<>(victims);
        slow.removeAll(reasons.leftOut());
        slow.removeIf(id -> voteless(atNs, id));
        if (ledger.view().mode() != QuorumMode.CUSTOMIZED) {
            // A new engine where there was none loses nothing: it is taken in without its promise.
            slow.retainAll(ledger.view().ids());
        }
        return !slow.isEmpty()
                && atNs - firstNs < PATIENCE_IN_ALL_NS
                && slow.stream()
                        .allMatch(
                                id ->
                                        neighbours.hasEngine(id)
                                                && !neighbours.goesItsOwnWay(id, ledger.view())
                                                && mayYetSpeak(atNs, id));
    }

    /// Who has not kept up with the log has had most of its time.
    private boolean mayYetSpeak(long atNs, int id) {
        long patienceNs = Math.max(PATIENCE_NS, ledger.view().peerinactNs() / 4);
        long sinceNs = Math.max(firstNs, spokenNs.getOrDefault(id, firstNs));
        return atNs - sinceNs < (reasons.suspects().contains(id) ? patienceNs / 4 : patienceNs);
    }

    /// Who has not promised, and who would come in by a value that may have been decided and is not heard.
    private SortedSet<Integer> victims(Attempt now) {
        SortedSet<Integer> victims = ledger.view().systems();
        for (GabMessage.Promise promise : now.promises.values()) {
            promise.accepted().joined().stream()
                    .filter(id -> !neighbours.heard(id) && id != config.id())
                    .forEach(victims::add);
        }
        victims.removeAll(now.promises.keySet());
        return victims;
    }

    /// Who should lose begins later: the lighter side, by a heartbeat since the other may have heard from it that much later, and one that
    /// has no state.
    private long handicapNs(Attempt now, SortedSet<Integer> victims) {
        boolean lighter = weight(new TreeSet<>(now.promises.keySet())) < weight(victims);
        boolean stateless = now.promises.values().stream().noneMatch(GabMessage.Promise::stateful);
        long phaseNs = neighbours.heartbeatNs();
        return (lighter ? phaseNs + raceNs() / 4 : 0) + (stateless ? raceNs() / 2 : 0);
    }

    private long weight(SortedSet<Integer> systems) {
        return systems.stream().mapToLong(id -> weights.getOrDefault(id, 0)).sum();
    }

    /// The race may be over.
    void race(long atNs) {
        if (attempt.isEmpty() || !attempt.get().racing()) {
            return;
        }
        switch (fencing.outcome()) {
            case NONE, RUNNING -> {}
            case WON -> askToAccept(atNs, attempt.get());
            case LOST ->
                    learner.lost(
                            "the race for the right to go on without "
                                    + config.namesOf(attempt.get().ejected())
                                    + " is lost: "
                                    + String.join(", ", fencing.refusals())
                                    + " gave it to others");
        }
    }

    /// Whether the promises suffice: the right by the view's mode, and somebody with the state or everybody without. Where there are
    /// coordination points the right is raced for later, and where they have nobody else's key, nobody else has the state.
    private boolean mayPropose(long atNs, Attempt now) {
        SortedSet<Integer> promised = new TreeSet<>(now.promises.keySet());
        boolean known =
                now.promises.values().stream().anyMatch(GabMessage.Promise::stateful)
                        || nobodyElse(atNs, promised)
                        || remembered(now);
        return ledger.view().mode() == QuorumMode.CUSTOMIZED
                ? known || fencing.nobodyBut(promised)
                : known && ledger.view().mode().holds(ledger.view().systems(), promised);
    }

    /// Whether all systems of the view have spoken, those too that have no vote: then nobody has the state.
    private boolean nobodyElse(long atNs, SortedSet<Integer> promised) {
        return ledger.view().systems().stream()
                .allMatch(id -> promised.contains(id) || voteless(atNs, id));
    }

    /// Whether who begins a new history remembers enough of the old one.
    private boolean remembered(Attempt now) {
        return !ledger.member()
                && seeding.remembered(
                        new TreeSet<>(now.promises.keySet()), id -> now.promises.get(id).stateOf());
    }

    /// The time of the ballot's phase is up.
    void phaseOver(long atNs) {
        Attempt now = attempt.orElseThrow();
        if (now.racing()) {
            fencing.giveUp();
            fail(atNs, "the coordination points do not answer in time");
        } else if (now.preparing() && mayPropose(atNs, now)) {
            secure(atNs, now);
        } else {
            fail(
                    atNs,
                    now.preparing()
                            ? "too few promises: "
                                    + config.namesOf(new TreeSet<>(now.promises.keySet()))
                                    + withoutVote(atNs)
                            : "too few acceptances: " + config.namesOf(now.accepted));
        }
    }

    /// Who is there and has no vote, and what a person can do about it.
    private String withoutVote(long atNs) {
        SortedSet<Integer> without = ledger.view().systems();
        without.removeIf(id -> !voteless(atNs, id));
        return without.isEmpty()
                ? ""
                : "; without a vote, as its disk is newer than that view: "
                        + config.namesOf(without)
                        + "; if nobody else comes back, seed with gabconfig -x";
    }

    private void fail(long atNs, String why) {
        Attempt now = attempt.orElseThrow();
        attempt = Optional.empty();
        failures++;
        // Those who collided come back at different times: no two systems share a step.
        backoffUntilNs = atNs + 40 * MS * (1 + config.id()) * Math.min(failures, 8);
        port.line(
                Severity.WARNING,
                "V-15-1-20034",
                "No agreement with ballot " + now.ballot + ": " + why);
    }

    private void askToAccept(long atNs, Attempt now) {
        NodeReport report = neighbours.node().orElseThrow();
        boolean fresh = now.promises.values().stream().noneMatch(GabMessage.Promise::stateful);
        boolean anySeeded = seeding.hello().seeded() || neighbours.anyNodeIn(atNs, ledger.view());
        Timing next =
                reasons.timing()
                        .filter(_ -> now.promises.keySet().containsAll(ledger.view().systems()))
                        .orElseGet(
                                () ->
                                        fresh && !anySeeded
                                                ? neighbours.configured(
                                                        neighbours.present(atNs, ledger.view()))
                                                : ledger.view().timing(config.timing()));
        SortedMap<Integer, GabMessage.Hello> joiners =
                fresh
                        ? neighbours.hellosOf(neighbours.present(atNs, ledger.view()))
                        : neighbours.joiners(atNs, ledger.view());
        joiners.keySet().removeAll(now.ejected());
        if (reasons.leaving() && onlyHolder(now)) {
            reasons.notYet("no other system of the view has the state");
        }
        var choice =
                new Choice(
                        ledger.view(),
                        config.id(),
                        now.ballot,
                        config.systems(),
                        now.promises,
                        joiners,
                        reasons.leftOut(),
                        alive(),
                        reasons.leaving(),
                        reasons.staying(),
                        !report.leasedMayRun(),
                        next.peerinactNs(),
                        next.marginNs(),
                        config.mode());
        View value = choice.value();
        if (value.members().isEmpty()) {
            fail(atNs, "nobody would be left");
            return;
        }
        Optional<Integer> newest = choice.newestLeftOut();
        if (newest.isPresent()) {
            fail(
                    atNs,
                    "the newest configuration is on the disk of "
                            + config.name(newest.get())
                            + ", which can't be taken in yet");
            return;
        }
        now.propose(value, atNs + phaseNs());
        var ask = new GabMessage.Accept(ledger.view().id(), now.ballot, value, now.ejected());
        ledger.view().systems().stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, ask));
        if (ledger.votes()) {
            acceptor.accept(atNs, config.id(), ask);
        }
    }

    /// Whether the state would be gone with this system: others are in the view and have not taken it over.
    private boolean onlyHolder(Attempt now) {
        return now.promises.size() > 1
                && now.promises.entrySet().stream()
                        .allMatch(e -> e.getValue().stateful() == (e.getKey() == config.id()));
    }

    private SortedSet<Integer> alive() {
        SortedSet<Integer> alive = ledger.view().systems();
        alive.removeIf(id -> id != config.id() && !neighbours.guarded(id));
        return alive;
    }

    /// A system has refused, as it has promised more to another proposer.
    void refused(long atNs, GabMessage.Refused refused) {
        seen(refused.promised());
        if (attempt.isPresent()
                && attempt.get().ballot == refused.ballot()
                && refused.base().equals(ledger.view().id())) {
            fail(atNs, "another proposer is ahead, with ballot " + refused.promised());
        }
    }

    /// A system has accepted.
    void acceptedBy(long atNs, int peer, GabMessage.Accepted by) {
        if (attempt.isEmpty()
                || attempt.get().preparing()
                || attempt.get().ballot != by.ballot()
                || !by.base().equals(ledger.view().id())) {
            return;
        }
        Attempt now = attempt.get();
        now.accepted.add(peer);
        now.activateAtNs =
                Math.max(
                        now.activateAtNs,
                        atNs + (peer == config.id() ? by.waitNs() : Timing.overDrift(by.waitNs())));
        if (isDecided(now)) {
            tellAll(atNs, now.value(), now.activateAtNs, now.reason);
        }
    }

    private boolean isDecided(Attempt now) {
        if (ledger.view().mode().arbitrates()) {
            SortedSet<Integer> voices = ledger.view().systems();
            voices.removeAll(now.ejected());
            return ledger.view().mode().holds(voices, now.accepted);
        }
        return now.accepted.containsAll(now.value().continuing(ledger.view()))
                && !now.accepted.isEmpty();
    }

    private void tellAll(long atNs, View decided, long activateAtNs, String why) {
        attempt = Optional.empty();
        var all = new TreeSet<>(ledger.view().systems());
        all.addAll(decided.systems());
        long waitNs = Math.max(0, activateAtNs - atNs);
        all.stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, new GabMessage.Decided(decided, waitNs)));
        port.line(
                Severity.NOTICE,
                "V-15-1-20035",
                "View "
                        + decided.id()
                        + " is decided, with "
                        + config.namesOf(decided.ids())
                        + ": "
                        + why);
        learner.decided(atNs, config.id(), decided, activateAtNs);
    }

    /// By a person's word alone: the systems that are present make a view, whoever else there may be. Those that are present besides this
    /// one may have promised to wait for others, which only they know.
    void seedByHand(long atNs) {
        SortedMap<Integer, PeerReport> peers = neighbours.node().orElseThrow().peers();
        SortedSet<Integer> present = neighbours.present(atNs, ledger.view());
        var members = new TreeMap<Integer, Long>();
        present.forEach(
                id ->
                        members.put(
                                id,
                                id == config.id()
                                        ? config.incarnation()
                                        : neighbours.hello(id).incarnation()));
        var lost = new TreeMap<Integer, LossKind>();
        ledger.view().systems().stream()
                .filter(id -> !members.containsKey(id))
                .forEach(id -> lost.put(id, LossKind.CRASH));
        boolean all = present.containsAll(config.systems());
        long waitUntilNs =
                present.size() > 1 && !all
                        ? atNs + seeding.longestWaitNs(atNs, ledger.view())
                        : atNs;
        long number = ledger.view().id().number();
        for (var peer : peers.entrySet()) {
            number = Math.max(number, peer.getValue().view().number());
            if (!members.containsKey(peer.getKey()))
                waitUntilNs = Math.max(waitUntilNs, peer.getValue().promiseUntilNs());
        }
        var next =
                new View(
                        new ViewId(number + 1, config.id(), ballot()),
                        ledger.view().id(),
                        members,
                        config.timing().peerinactNs(),
                        config.timing().marginNs(),
                        config.mode(),
                        true,
                        new TreeSet<>(),
                        0,
                        0,
                        new TreeSet<>(members.keySet()),
                        lost,
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeSet<>());
        tellAll(atNs, next, waitUntilNs, "seeded by hand");
    }
}
