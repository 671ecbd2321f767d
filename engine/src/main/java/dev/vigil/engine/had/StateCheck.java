package dev.vigil.engine.had;

import dev.vigil.engine.gab.ViewId;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Compares this system's state with that of the others, at equal positions of one view's log.
///
/// The states of some positions are kept, which costs nothing as a state never changes; the digest of one is made when somebody names its
/// position, beside the loop, as that takes a while. Where digests differ, those of the larger part are taken to be right, of equal parts those of the part with the lowest system.
final class StateCheck {
    private static final int EVERY = 16;
    private static final int KEPT = 8;

    private final int self;
    private ViewId view = ViewId.NONE;
    private SortedSet<Integer> members = new TreeSet<>();
    private final SortedMap<Long, LongSupplier> kept = new TreeMap<>();
    private final SortedSet<Long> made = new TreeSet<>();
    private long newest = -1;
    private final SortedMap<Long, SortedMap<Integer, Long>> digests = new TreeMap<>();

    StateCheck(int self) {
        this.self = self;
    }

    /// Another view's log begins.
    void opened(ViewId opened, SortedSet<Integer> ids) {
        view = opened;
        members = new TreeSet<>(ids);
        kept.clear();
        newest = -1;
        made.clear();
        digests.clear();
    }

    /// The state is the one after so many items of the view.
    void at(long position, Supplier<LongSupplier> state) {
        if (position % EVERY == 0) {
            kept.put(position, state.get());
            newest = kept.lastKey();
            while (kept.size() > KEPT) kept.remove(kept.firstKey());
            made.headSet(kept.firstKey()).clear();
            digests.headMap(kept.firstKey()).clear();
        }
    }

    /// Whether this system has something to say of itself.
    boolean due() {
        return newest >= 0 && members.size() > 1 && !made.contains(newest);
    }

    /// What this system says of its newest state that is kept.
    long newest() {
        return newest;
    }

    /// What makes the digest of this system's state at a position, if nobody makes it yet.
    Optional<LongSupplier> make(long position) {
        if (!kept.containsKey(position) || !made.add(position)) return Optional.empty();
        return Optional.of(kept.get(position));
    }

    /// A member says what the digest of its state at a position is.
    ///
    /// @return whether it is of use here
    boolean heard(int member, ViewId of, long position, long digest) {
        boolean passed = !kept.isEmpty() && position < kept.firstKey();
        if (!of.equals(view) || passed || !members.contains(member)) return false;
        digests.computeIfAbsent(position, at -> new TreeMap<>()).put(member, digest);
        return true;
    }

    /// Whether others have named a position that is kept here, and this system has not yet.
    boolean asked(long position) {
        return kept.containsKey(position)
                && digests.containsKey(position)
                && !made.contains(position);
    }

    private Optional<Long> mine(long position) {
        return Optional.ofNullable(digests.getOrDefault(position, new TreeMap<>()).get(self));
    }

    /// What comes of the digests at a position, as far as enough of them are known.
    Verdict verdict(long position) {
        SortedMap<Integer, Long> said = digests.getOrDefault(position, new TreeMap<>());
        Map<Long, SortedSet<Integer>> parts = new HashMap<>();
        said.forEach(
                (member, digest) ->
                        parts.computeIfAbsent(digest, of -> new TreeSet<>()).add(member));
        if (parts.size() < 2 || mine(position).isEmpty()) return Verdict.EQUAL;
        SortedSet<Integer> right = new TreeSet<>();
        for (SortedSet<Integer> part : parts.values())
            if (part.size() > right.size()
                    || (part.size() == right.size() && part.first() < right.first())) right = part;
        boolean enough = 2 * right.size() > members.size() || said.size() == members.size();
        if (!enough) return Verdict.EQUAL;
        if (!right.contains(self)) return Verdict.THIS_ONE_DIFFERS;
        return right.first() == self ? Verdict.ANOTHER_DIFFERS : Verdict.EQUAL;
    }

    /// What digests say.
    enum Verdict {
        /// Nothing, or what others have to act upon.
        EQUAL,
        /// This system's state is another than that of most.
        THIS_ONE_DIFFERS,
        /// Some other's is, and this system speaks for those that are equal.
        ANOTHER_DIFFERS
    }
}
