package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeCommand;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// What this system has decided, promised and accepted, as it stands on its disk, and what its hanode is told of it.
final class Ledger {
    private final StackConfig config;
    private final MembershipPort port;
    private final LongSupplier heartbeatNs;
    private final long born;
    private View view;
    private long promised;
    private long acceptedBallot;
    private View accepted;
    private SortedSet<Integer> ejected = new TreeSet<>();
    private ViewId stateOf;
    private boolean member;
    private long activationNs = Long.MIN_VALUE;
    private final SortedMap<Integer, Long> raisedUntilNs = new TreeMap<>();
    private long orderSequence;
    private long orderedHeartbeatNs;

    /// On a disk that no engine has written to, when this one was born is written at once: whoever asks it for a vote is told no other time.
    ///
    /// @param heartbeatNs the period of heartbeats at present, which may be set at run time
    Ledger(
            StackConfig config,
            StackDurable durable,
            MembershipPort port,
            LongSupplier heartbeatNs) {
        this.heartbeatNs = heartbeatNs;
        this.config = config;
        this.port = port;
        this.view =
                durable.view().id().number() > 0
                        ? durable.view()
                        : View.genesis(
                                config.systems(),
                                config.timing().peerinactNs(),
                                config.timing().marginNs(),
                                config.mode());
        this.born = durable.born() == 0 ? config.incarnation() : durable.born();
        this.promised = durable.promised();
        this.acceptedBallot = durable.acceptedBallot();
        this.accepted = durable.accepted();
        this.stateOf = durable.stateOf();
        if (durable.born() == 0) persist();
    }

    /// The newest decided view.
    View view() {
        return view;
    }

    /// Whether this engine is in it.
    boolean member() {
        return member;
    }

    /// Whether this system is in it, whatever became of the engine.
    boolean hasSystem() {
        return view.systems().contains(config.id());
    }

    /// Whether this system decides on its successor. One whose disk is newer than the view may have lost what it had promised and accepted: the
    /// others decide without its vote, and once it is in a view of theirs it has one again.
    boolean votes() {
        return hasSystem() && view.votes(config.id(), born, stateOf);
    }

    /// The highest ballot promised for its successor, 0 when none.
    long promised() {
        return promised;
    }

    /// The ballot of the accepted successor, 0 when none.
    long acceptedBallot() {
        return acceptedBallot;
    }

    /// The accepted but undecided successor, [View#NONE] when none.
    View accepted() {
        return accepted;
    }

    /// The newest view whose state this system has had.
    ViewId stateOf() {
        return stateOf;
    }

    /// This system has the state as it was when the view began.
    void hasState(ViewId of) {
        stateOf = of;
        persist();
    }

    /// Incarnation of the first engine that kept anything on this disk.
    long born() {
        return born;
    }

    /// When the view may be activated, and any before it.
    long activationNs() {
        return activationNs;
    }

    /// The number of the newest order to hanode, 0 when none.
    long order() {
        return orderSequence;
    }

    void promise(long ballot) {
        promised = ballot;
        persist();
    }

    /// Accepts a successor.
    ///
    /// @param without members of the view whose keys the proposer has ejected
    void accept(long atNs, long ballot, View value, SortedSet<Integer> without) {
        acceptedBallot = ballot;
        accepted = value;
        ejected = new TreeSet<>(without);
        persist();
        tellNode(atNs);
    }

    /// A newer view is known than the one on this disk: what was promised and accepted before it is settled by it.
    void adopt(View newer) {
        view = newer;
        settled();
        persist();
    }

    /// A view with this engine in it is decided.
    ///
    /// @param activateAtNs when it may be activated, as far as those who decided know
    void open(long atNs, View decided, long activateAtNs) {
        view = decided;
        member = true;
        settled();
        if (decided.fresh()) {
            // Nothing was done before it.
            stateOf = decided.id();
        }
        activationNs = Math.max(activationNs, activateAtNs);
        persist();
        raisePromises(atNs);
        tellNode(atNs);
    }

    private void settled() {
        promised = 0;
        acceptedBallot = 0;
        accepted = View.NONE;
        ejected = new TreeSet<>();
    }

    /// What hanode has to remember for engines to come: leases that joiners have brought, and the wait for those who are absent.
    private void raisePromises(long atNs) {
        view.owedNs().forEach((id, ns) -> raisedUntilNs.merge(id, atNs + ns, Math::max));
        raisedUntilNs.remove(config.id());
        config.systems().stream()
                .filter(id -> !view.systems().contains(id))
                .forEach(id -> raisedUntilNs.merge(id, activationNs, Math::max));
    }

    /// What is left of them, said with every order: a node daemon that was restarted meanwhile has not heard the earlier ones.
    private SortedMap<Integer, Long> promisesToRaise(long atNs) {
        var raise = new TreeMap<Integer, Long>();
        raisedUntilNs.values().removeIf(untilNs -> untilNs <= atNs);
        raisedUntilNs.forEach((id, untilNs) -> raise.put(id, untilNs - atNs));
        return raise;
    }

    private void persist() {
        port.persist(new StackDurable(view, promised, acceptedBallot, accepted, born, stateOf));
    }

    /// Whether hanode's orders are not what they would be now: heartbeats have another period.
    boolean outdated() {
        return orderedHeartbeatNs != heartbeatNs.getAsLong();
    }

    /// Tells hanode how things stand.
    void tellNode(long atNs) {
        orderSequence++;
        orderedHeartbeatNs = heartbeatNs.getAsLong();
        long leaseNs = leaseNs(view);
        long silenceNs = silenceNs(view);
        long peerinactNs = view.peerinactNs();
        if (accepted.exists()) {
            leaseNs = Math.min(leaseNs, leaseNs(accepted));
            silenceNs = Math.max(silenceNs, silenceNs(accepted));
            peerinactNs = Math.max(peerinactNs, accepted.peerinactNs());
        }
        port.order(
                new NodeCommand.ViewOrder(
                        config.incarnation(),
                        orderSequence,
                        view.id(),
                        view.engines(),
                        view.mode(),
                        accepted.id(),
                        accepted.engines(),
                        accepted.exists() ? accepted.mode() : QuorumMode.MAJORITY,
                        notAwaited(),
                        leaseNs,
                        silenceNs,
                        peerinactNs,
                        promisesToRaise(atNs)));
    }

    /// Whose echoes the lease does not ask for: with coordination points those that have no key there.
    private SortedSet<Integer> notAwaited() {
        var without = new TreeSet<>(ejected);
        if (view.mode() == QuorumMode.CUSTOMIZED) {
            without.addAll(view.engineless());
            without.addAll(accepted.engineless());
        }
        return without;
    }

    private long silenceNs(View of) {
        return timing(of).silenceNs(of.mode() == QuorumMode.CUSTOMIZED);
    }

    private long leaseNs(View of) {
        return timing(of).leaseNs();
    }

    private Timing timing(View of) {
        return of.timing(config.timing().withHeartbeat(heartbeatNs.getAsLong()));
    }
}
