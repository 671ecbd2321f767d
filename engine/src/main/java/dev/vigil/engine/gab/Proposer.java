package dev.vigil.engine.gab;

import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Brings a view's members to decide on its successor: one ballot at a time.
final class Proposer {
    private static final long MS = 1_000_000L;

    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;
    private final Ledger ledger;
    private final Acceptor acceptor;
    private final Reasons reasons;
    private final Seeding seeding;
    private final Learner learner;
    private Optional<Attempt> attempt = Optional.empty();
    private long highestRound;
    private int failures;
    private long backoffUntilNs = Long.MIN_VALUE;

    /// Who is told what was decided.
    interface Learner {
        void decided(long atNs, int from, View view, long activateAtNs);
    }

    Proposer(
            StackConfig config,
            MembershipPort port,
            Neighbours neighbours,
            Ledger ledger,
            Acceptor acceptor,
            Reasons reasons,
            Seeding seeding,
            Learner learner) {
        this.config = config;
        this.port = port;
        this.neighbours = neighbours;
        this.ledger = ledger;
        this.acceptor = acceptor;
        this.reasons = reasons;
        this.seeding = seeding;
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

    /// Another ballot was promised to another proposer, or the matter is settled.
    void giveUp() {
        attempt = Optional.empty();
    }

    /// A view is decided: the next attempt is the first again.
    void settled() {
        attempt = Optional.empty();
        failures = 0;
        backoffUntilNs = Long.MIN_VALUE;
    }

    /// A ballot of another proposer was seen.
    void seen(long ballot) {
        highestRound = Math.max(highestRound, Ballots.round(ballot));
    }

    /// The earliest time for the next ballot: the lowest system that hears others at once, the others later in turn.
    long proposeAtNs(long reasonSinceNs) {
        if (reasonSinceNs == Long.MAX_VALUE) {
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
        long ballot = ballot();
        var asked = new TreeSet<Integer>();
        for (int id : ledger.view().members().keySet()) {
            PeerReport peer = now.peers().get(id);
            if (id == config.id()
                    || (peer != null
                            && peer.heard()
                            && peer.engineUp()
                            && !reasons.leftOut().contains(id))) {
                asked.add(id);
            }
        }
        var begun =
                new Attempt(
                        ledger.view().id(),
                        ballot,
                        reason,
                        asked,
                        atNs + Math.max(60 * MS, raceNs() / 2));
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
        ledger.view().members().keySet().stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, prepare));
        if (ledger.votes()) {
            acceptor.promise(atNs, ballot);
            promisedBy(atNs, config.id(), acceptor.promiseOf(ballot));
        }
    }

    private long raceNs() {
        return ledger.view().marginNs() / 4;
    }

    /// A system has promised.
    void promisedBy(long atNs, int peer, GabMessage.Promise promise) {
        if (attempt.isEmpty()
                || !attempt.get().preparing()
                || attempt.get().ballot != promise.ballot()
                || !promise.base().equals(ledger.view().id())) {
            return;
        }
        Attempt now = attempt.get();
        now.promises.put(peer, promise);
        if (now.promises.keySet().containsAll(now.asked) && mayPropose(now)) {
            askToAccept(atNs, now);
        }
    }

    /// Whether the promises suffice: the right by the view's mode, and somebody with the state or everybody without.
    private boolean mayPropose(Attempt now) {
        return ledger.view().mode().holds(ledger.view().ids(), new TreeSet<>(now.promises.keySet()))
                && (now.promises.values().stream().anyMatch(GabMessage.Promise::stateful)
                        || now.promises.keySet().containsAll(ledger.view().ids()));
    }

    /// The time of the ballot's phase is up.
    void phaseOver(long atNs) {
        Attempt now = attempt.orElseThrow();
        if (now.preparing() && mayPropose(now)) {
            askToAccept(atNs, now);
        } else {
            fail(
                    atNs,
                    now.preparing()
                            ? "too few promises: "
                                    + config.namesOf(new TreeSet<>(now.promises.keySet()))
                            : "too few acceptances: " + config.namesOf(now.accepted));
        }
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
                        .orElseGet(
                                () ->
                                        fresh && !anySeeded
                                                ? neighbours.configured(
                                                        neighbours.present(atNs, ledger.view()))
                                                : viewTiming());
        View value =
                new Choice(
                                ledger.view(),
                                config.id(),
                                now.ballot,
                                config.systems(),
                                now.promises,
                                fresh
                                        ? neighbours.hellosOf(
                                                neighbours.present(atNs, ledger.view()))
                                        : neighbours.joiners(atNs, ledger.view()),
                                reasons.leftOut(),
                                reasons.leaving(),
                                !report.leasedMayRun(),
                                next.peerinactNs(),
                                next.marginNs(),
                                config.mode())
                        .value();
        if (value.members().isEmpty()) {
            fail(atNs, "nobody would be left");
            return;
        }
        now.propose(value, atNs + Math.max(300 * MS, 2 * raceNs()));
        var ask = new GabMessage.Accept(ledger.view().id(), now.ballot, value);
        ledger.view().ids().stream()
                .filter(id -> id != config.id())
                .forEach(id -> port.send(id, ask));
        if (ledger.votes()) {
            acceptor.accept(atNs, config.id(), ask);
        }
    }

    private Timing viewTiming() {
        return new Timing(
                ledger.view().peerinactNs(),
                config.timing().heartbeatNs(),
                config.timing().peertroubleNs(),
                ledger.view().marginNs());
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
            return ledger.view().mode().holds(ledger.view().ids(), now.accepted);
        }
        return now.accepted.containsAll(now.value().continuing(ledger.view()))
                && !now.accepted.isEmpty();
    }

    private void tellAll(long atNs, View decided, long activateAtNs, String why) {
        attempt = Optional.empty();
        var all = new TreeSet<>(ledger.view().ids());
        all.addAll(decided.ids());
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

    /// By a person's word alone: the systems that are present make a view, whoever else there may be.
    void seedByHand(long atNs) {
        SortedSet<Integer> present =
                neighbours.node().isPresent()
                        ? neighbours.present(atNs, ledger.view())
                        : new TreeSet<>(List.of(config.id()));
        var members = new TreeMap<Integer, Long>();
        present.forEach(
                id ->
                        members.put(
                                id,
                                id == config.id()
                                        ? config.incarnation()
                                        : neighbours.hello(id).incarnation()));
        var lost = new TreeMap<Integer, LossKind>();
        ledger.view().ids().stream()
                .filter(id -> !members.containsKey(id))
                .forEach(id -> lost.put(id, LossKind.CRASH));
        long waitUntilNs = atNs;
        for (int id : config.systems()) {
            if (!members.containsKey(id)
                    && neighbours.node().isPresent()
                    && neighbours.node().get().peers().get(id) != null) {
                waitUntilNs =
                        Math.max(
                                waitUntilNs,
                                neighbours.node().get().peers().get(id).promiseUntilNs());
            }
        }
        var next =
                new View(
                        new ViewId(ledger.view().id().number() + 1, config.id(), ballot()),
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
                        new TreeSet<>());
        tellAll(atNs, next, waitUntilNs, "seeded by hand");
    }
}
