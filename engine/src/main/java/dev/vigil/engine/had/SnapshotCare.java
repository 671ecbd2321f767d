package dev.vigil.engine.had;

import dev.vigil.engine.gab.View;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Snapshots of the state: whom this system owes one, and, where it waits for one itself, whom it asks and how long it waits.
final class SnapshotCare {
    private static final long MS = 1_000_000L;
    private static final long ASK_NS = 500 * MS;
    private static final long LIMIT_NS = 30_000 * MS;

    /// How long it may take over several views, each of which begins it anew.
    private static final long LIMIT_IN_ALL_NS = 300_000 * MS;

    /// How long a system without the state stays in a view when nobody of it is heard who has it.
    private static final long NO_HOLDER_NS = 4_000 * MS;

    private final int self;
    private final SortedSet<Integer> owed = new TreeSet<>();
    private boolean coming;
    private long askNs = Long.MAX_VALUE;
    private long limitNs = Long.MAX_VALUE;
    private long sinceNs = Long.MAX_VALUE;
    private long holderSeenNs;
    private int asked;

    SnapshotCare(int self) {
        this.self = self;
    }

    /// A view is installed, in which this system has the state, or waits for it from when the view becomes active.
    void installed(View view, boolean stateful, long activateAtNs) {
        owed.clear();
        if (!view.fresh() && !view.stateful().isEmpty() && view.stateful().first() == self) {
            owed.addAll(view.ids());
            owed.removeAll(view.stateful());
        }
        coming = !stateful;
        askNs = stateful ? Long.MAX_VALUE : activateAtNs + ASK_NS;
        sinceNs = stateful ? Long.MAX_VALUE : Math.min(sinceNs, activateAtNs);
        limitNs =
                stateful
                        ? Long.MAX_VALUE
                        : Math.min(sinceNs + LIMIT_IN_ALL_NS, activateAtNs + LIMIT_NS);
    }

    void askedBy(int peer) {
        owed.add(peer);
    }

    boolean owes() {
        return !owed.isEmpty();
    }

    /// To whom it goes: nothing is owed then.
    SortedSet<Integer> given() {
        var to = new TreeSet<>(owed);
        owed.clear();
        return to;
    }

    boolean isComing() {
        return coming;
    }

    void came() {
        coming = false;
        askNs = Long.MAX_VALUE;
        limitNs = Long.MAX_VALUE;
        sinceNs = Long.MAX_VALUE;
    }

    /// Why this system cannot go on waiting.
    ///
    /// @param holderThere whether anybody is heard who has the state
    Optional<String> missed(long nowNs, View view, boolean holderThere) {
        if (limitNs == Long.MAX_VALUE || holderThere) holderSeenNs = nowNs;
        if (nowNs >= limitNs) return Optional.of("the state did not come in time");
        return nowNs - holderSeenNs < NO_HOLDER_NS
                ? Optional.empty()
                : Optional.of("nobody is left in view " + view.id() + " who has the state");
    }

    /// Whom to ask for the state now: one after the other.
    Optional<Integer> ask(long nowNs, View view) {
        if (nowNs < askNs) return Optional.empty();
        askNs = nowNs + ASK_NS;
        List<Integer> holders = view.stateful().stream().filter(id -> id != self).toList();
        return holders.isEmpty()
                ? Optional.empty()
                : Optional.of(holders.get(asked++ % holders.size()));
    }

    long nextDeadlineNs() {
        return Math.min(askNs, limitNs);
    }

    /// Whether an engine that has the state by the view is heard: another engine of its system has not.
    static boolean holderThere(View view, Optional<NodeReport> node) {
        return node.isEmpty()
                || view.stateful().stream()
                        .anyMatch(
                                id -> {
                                    PeerReport peer = node.get().peers().get(id);
                                    return peer != null
                                            && peer.heard()
                                            && peer.engine() == view.members().get(id);
                                });
    }
}
