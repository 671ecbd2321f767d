package dev.vigil.engine.gab;

import dev.vigil.engine.fence.Fencing;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.node.NodeReport;

import java.util.List;
import java.util.Optional;

/// This system's voice in deciding the successor of a view: promises, and acceptances once hanode has obeyed.
final class Acceptor {
    private final StackConfig config;
    private final MembershipPort port;
    private final Neighbours neighbours;
    private final Ledger ledger;
    private final Fencing fencing;
    private Optional<Acceptance> acceptance = Optional.empty();
    private long promisedToOtherNs = Long.MIN_VALUE;

    /// An acceptance that waits for hanode to obey.
    private record Acceptance(int proposer, ViewId base, long ballot, View value, long order) {}

    /// A word for a proposer, which may be this system.
    record Spoken(int proposer, GabMessage.Accepted word) {}

    Acceptor(
            StackConfig config,
            MembershipPort port,
            Neighbours neighbours,
            Ledger ledger,
            Fencing fencing) {
        this.config = config;
        this.port = port;
        this.neighbours = neighbours;
        this.ledger = ledger;
        this.fencing = fencing;
    }

    /// When this system last promised something to another one, [Long#MIN_VALUE] when not since the view opened.
    long promisedToOtherNs() {
        return promisedToOtherNs;
    }

    /// The matter is decided: nothing waits any more.
    void settled() {
        acceptance = Optional.empty();
        promisedToOtherNs = Long.MIN_VALUE;
    }

    /// Another system seeks a promise.
    ///
    /// @return whether it was given
    boolean prepared(long atNs, int peer, GabMessage.Prepare prepare) {
        if (prepare.ballot() <= ledger.promised()) {
            port.send(
                    peer,
                    new GabMessage.Refused(
                            ledger.view().id(), prepare.ballot(), ledger.promised()));
            return false;
        }
        promise(atNs, prepare.ballot());
        port.send(peer, promiseOf(prepare.ballot()));
        return true;
    }

    /// Promises to accept no smaller ballot, and freezes the view.
    void promise(long atNs, long ballot) {
        acceptance = Optional.empty();
        ledger.promise(ballot);
        port.freeze();
        promisedToOtherNs = Ballots.proposer(ballot) == config.id() ? Long.MIN_VALUE : atNs;
    }

    /// What this system says when it promises.
    GabMessage.Promise promiseOf(long ballot) {
        NodeReport now = neighbours.node().orElseThrow();
        MembershipPort.LogWord log = port.log();
        boolean stateful = ledger.member() && log.stateful();
        return new GabMessage.Promise(
                ledger.view().id(),
                ballot,
                config.incarnation(),
                ledger.acceptedBallot(),
                ledger.accepted(),
                stateful,
                ledger.stateOf(),
                stateful ? log.committed() : 0,
                stateful ? log.hashes() : List.of(),
                neighbours.hears(),
                now.jeopardy(),
                ledger.member() || (now.ready() && fencing.registered()),
                ledger.member() ? 0 : now.leaseRestNs());
    }

    /// A proposer, maybe this system, asks to accept a value.
    void accept(long atNs, int proposer, GabMessage.Accept accept) {
        if (!accept.base().equals(ledger.view().id()) || !ledger.votes()) {
            return;
        }
        if (accept.ballot() < ledger.promised()) {
            if (proposer != config.id()) {
                port.send(
                        proposer,
                        new GabMessage.Refused(
                                ledger.view().id(), accept.ballot(), ledger.promised()));
            }
            return;
        }
        if (ledger.promised() != accept.ballot()) {
            promise(atNs, accept.ballot());
        }
        ledger.accept(atNs, accept.ballot(), accept.value(), accept.ejected());
        acceptance =
                Optional.of(
                        new Acceptance(
                                proposer,
                                ledger.view().id(),
                                accept.ballot(),
                                accept.value(),
                                ledger.order()));
        if (accept.value().has(config.id(), config.incarnation())) {
            port.prepareRing(accept.value());
        }
    }

    /// The acceptance that waited for hanode, once it has obeyed: it echoes nobody any more whom the value drops, so what it has promised
    /// them is final.
    Optional<Spoken> obeyed(long atNs) {
        if (acceptance.isEmpty()) {
            return Optional.empty();
        }
        Acceptance now = acceptance.get();
        NodeReport report = neighbours.node().orElseThrow();
        if (report.engine() != config.incarnation() || report.order() < now.order) {
            return Optional.empty();
        }
        if (ledger.member() && report.rightOver(atNs)) {
            // Too late: who has lost the right cannot give it to others.
            return Optional.empty();
        }
        acceptance = Optional.empty();
        long waitNs = Math.max(0, waitUntilNs(atNs, now.value, report) - atNs);
        return Optional.of(
                new Spoken(now.proposer, new GabMessage.Accepted(now.base, now.ballot, waitNs)));
    }

    /// Until when everybody who is absent from a value has to be waited for, not only whom it drops: an engine that was restarted does
    /// not remember a wait that is not over.
    private long waitUntilNs(long atNs, View value, NodeReport report) {
        long untilNs = Math.max(atNs, ledger.activationNs());
        for (int id : config.systems()) {
            if (value.systems().contains(id) || value.lost().get(id) == LossKind.EXITED) {
                continue;
            }
            if (id == config.id() && report.leaseNeeded()) {
                long marginNs = Math.max(ledger.view().marginNs(), value.marginNs());
                untilNs = Math.max(untilNs, report.leaseUntilNs() + marginNs);
            } else if (id != config.id() && report.peers().get(id) != null) {
                untilNs = Math.max(untilNs, report.peers().get(id).promiseUntilNs());
            }
        }
        return untilNs;
    }
}
