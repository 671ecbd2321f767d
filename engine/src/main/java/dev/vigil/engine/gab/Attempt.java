package dev.vigil.engine.gab;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One ballot of a proposer: first promises, then acceptances of one value.
final class Attempt {
    final ViewId base;
    final long ballot;
    final String reason;
    final SortedSet<Integer> asked;
    final SortedMap<Integer, GabMessage.Promise> promises = new TreeMap<>();
    final SortedSet<Integer> accepted = new TreeSet<>();
    private boolean racing;
    private SortedSet<Integer> ejected = new TreeSet<>();
    private Optional<View> value = Optional.empty();
    long activateAtNs = Long.MIN_VALUE;
    long deadlineNs;

    /// @param asked who is expected to promise; all of them, or the deadline, end the first phase
    Attempt(ViewId base, long ballot, String reason, SortedSet<Integer> asked, long deadlineNs) {
        this.base = base;
        this.ballot = ballot;
        this.reason = reason;
        this.asked = asked;
        this.deadlineNs = deadlineNs;
    }

    boolean preparing() {
        return value.isEmpty();
    }

    /// The value that is proposed.
    ///
    /// @throws IllegalStateException while promises are still collected
    View value() {
        return value.orElseThrow(
                () -> new IllegalStateException("ballot " + ballot + " has no value yet"));
    }

    /// The right is being raced for.
    boolean racing() {
        return racing;
    }

    /// Systems of the base whose keys were taken from the coordination points for this ballot.
    SortedSet<Integer> ejected() {
        return ejected;
    }

    void race(SortedSet<Integer> victims, long deadline) {
        racing = true;
        ejected = new TreeSet<>(victims);
        deadlineNs = deadline;
    }

    void propose(View proposed, long deadline) {
        racing = false;
        value = Optional.of(proposed);
        deadlineNs = deadline;
    }
}
