package dev.vigil.engine.log;

import dev.vigil.engine.gab.ViewId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// This system's own copy of one view's log: what arrived in order (*held*), and how far every member holds the same (*committed*).
///
/// Positions count from 1; position 0 is the view itself. What is held never changes. Once frozen (from the promise for the next view
/// on) nothing more is held, said or committed here. What is committed and was taken from here is held by all members, and is forgotten: a
/// view may last for years.
public final class HeldLog {
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final ViewId view;
    private final int self;
    private final List<byte[]> elements = new ArrayList<>();
    private final List<Long> hashes = new ArrayList<>();
    private final SortedMap<Integer, Mark> verified = new TreeMap<>();
    private final SortedMap<Integer, Mark> ahead = new TreeMap<>();
    private long forgotten;
    private long committed;
    private boolean frozen;

    private record Mark(long position, long hash) {}

    /// An empty log of a view.
    public HeldLog(ViewId view, SortedSet<Integer> members, int self) {
        this.view = view;
        this.self = self;
        hashes.add(ChainHash.start(view));
        members.forEach(id -> verified.put(id, new Mark(0, hashes.getFirst())));
    }

    /// The view this is the log of.
    public ViewId view() {
        return view;
    }

    /// How many elements are held.
    public long held() {
        return forgotten + elements.size();
    }

    /// Up to where every member holds the same.
    public long committed() {
        return committed;
    }

    /// The chain hash at a position that is held and not forgotten.
    public long hash(long position) {
        return hashes.get(Math.toIntExact(position - forgotten));
    }

    /// The chain hashes from the committed position to the last held.
    public List<Long> hashesFromCommitted() {
        return List.copyOf(hashes.subList(Math.toIntExact(committed - forgotten), hashes.size()));
    }

    /// The element at a position from 1 that is not forgotten.
    public byte[] element(long position) {
        return elements.get(Math.toIntExact(position - 1 - forgotten)).clone();
    }

    /// The elements up to a position are needed no longer. They are dropped now or later, a thousand at once.
    ///
    /// @throws IllegalArgumentException if they are not committed: another member may still ask for them
    public void forget(long position) {
        if (position > committed) {
            throw new IllegalArgumentException(
                    "position " + position + " is not committed, only " + committed + " is");
        }
        int count = Math.toIntExact(position - forgotten);
        if (count >= FORGOTTEN_AT_ONCE) {
            elements.subList(0, count).clear();
            hashes.subList(0, count).clear();
            forgotten = position;
        }
    }

    /// Nothing more is held, said or committed.
    public void freeze() {
        frozen = true;
    }

    /// Whether it is frozen.
    public boolean frozen() {
        return frozen;
    }

    /// Takes elements from the transport.
    ///
    /// @param first index in the ring of the first of them, from 0
    /// @return what is wrong with them, if anything: a fault of the log
    public Optional<String> hold(long first, List<byte[]> items) {
        if (frozen) {
            return Optional.empty();
        }
        if (first > held()) {
            return Optional.of("items " + held() + " to " + (first - 1) + " are missing");
        }
        for (int i = 0; i < items.size(); i++) {
            long index = first + i;
            byte[] item = items.get(i);
            if (index < forgotten) {
                continue;
            }
            if (index < held()) {
                if (ChainHash.next(hash(index), item) != hash(index + 1)) {
                    return Optional.of("item " + index + " is another than the one held");
                }
            } else {
                elements.add(item.clone());
                hashes.add(ChainHash.next(hashes.getLast(), item));
            }
        }
        verified.put(self, new Mark(held(), hashes.getLast()));
        for (int member : new TreeSet<>(ahead.keySet())) {
            Mark mark = ahead.get(member);
            if (mark.position <= held()) {
                ahead.remove(member);
                Optional<String> wrong = verify(member, mark);
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        commit();
        return Optional.empty();
    }

    /// A member says what it holds.
    ///
    /// @return what is wrong, if its log is another than this one: a fault of the log
    public Optional<String> heldBy(int member, long position, long hash) {
        if (frozen || !verified.containsKey(member) || position <= verified.get(member).position) {
            return Optional.empty();
        }
        var mark = new Mark(position, hash);
        if (position > held()) {
            ahead.merge(member, mark, (a, b) -> a.position > b.position ? a : b);
            return Optional.empty();
        }
        Optional<String> wrong = verify(member, mark);
        commit();
        return wrong;
    }

    /// The members that are known to hold less than this system does.
    public SortedSet<Integer> behind() {
        var behind = new TreeSet<Integer>();
        verified.forEach(
                (id, mark) -> {
                    if (mark.position < held() && !ahead.containsKey(id)) {
                        behind.add(id);
                    }
                });
        return behind;
    }

    /// Whether some member says that it holds more than this system.
    public boolean isBehind() {
        return !ahead.isEmpty();
    }

    private Optional<String> verify(int member, Mark mark) {
        if (hash(mark.position) != mark.hash) {
            return Optional.of(
                    "system " + member + " holds another log at position " + mark.position);
        }
        verified.put(member, mark);
        return Optional.empty();
    }

    private void commit() {
        committed =
                Math.max(
                        committed,
                        verified.values().stream().mapToLong(Mark::position).min().orElse(0));
    }
}
