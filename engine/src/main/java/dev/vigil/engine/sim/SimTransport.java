package dev.vigil.engine.sim;

import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.log.LogCommand;
import dev.vigil.engine.log.LogHappening;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The log's transport with the anomalies that were measured: it orders and carries, but a cut-off part goes on by itself, items are
/// doubled, appended although the call failed, or lost, and opening a ring may take long.
final class SimTransport {
    private static final long MS = 1_000_000L;
    private static final long US = 1_000L;

    private final SimClock clock;
    private final SimNetwork network;
    private final SimOptions options;
    private final SortedMap<ViewId, Ring> rings = new TreeMap<>();
    private final Set<Integer> lost = new TreeSet<>();
    private long nextStallsForNs;

    /// One view's ring: branches of it, and which one each member sees.
    private static final class Ring {
        final List<List<byte[]>> branches = new ArrayList<>(List.of(new ArrayList<>()));
        final SortedMap<Integer, Integer> branchOf = new TreeMap<>();
        final SortedMap<Integer, Reader> readers = new TreeMap<>();
        final long stalledUntilNs;

        Ring(long stalledUntilNs) {
            this.stalledUntilNs = stalledUntilNs;
        }
    }

    /// A member that follows a ring.
    private static final class Reader {
        final Consumer<LogHappening> listener;
        int read;
        boolean reading;

        Reader(Consumer<LogHappening> listener) {
            this.listener = listener;
        }
    }

    SimTransport(SimClock clock, SimNetwork network, SimOptions options) {
        this.clock = clock;
        this.network = network;
        this.options = options;
    }

    void carryOut(int system, LogCommand command, Consumer<LogHappening> listener) {
        switch (command) {
            case LogCommand.Open open -> open(system, open.view(), listener);
            case LogCommand.Offer offer -> offer(system, offer.view(), offer.element());
            case LogCommand.Close _ -> leave(system);
        }
    }

    /// A system's engine is gone, and with it its part of the transport.
    void leave(int system) {
        rings.values().forEach(ring -> ring.readers.remove(system));
    }

    private void open(int system, ViewId view, Consumer<LogHappening> listener) {
        leave(system);
        Ring ring =
                rings.computeIfAbsent(
                        view,
                        _ -> {
                            long untilNs = clock.nowNs() + nextStallsForNs;
                            nextStallsForNs = 0;
                            return new Ring(untilNs);
                        });
        ring.branchOf.putIfAbsent(system, 0);
        long delayNs =
                clock.percent(3)
                        ? clock.between(200 * MS, 900 * MS)
                        : clock.between(2 * MS, 40 * MS);
        var reader = new Reader(listener);
        ring.readers.put(system, reader);
        clock.after(
                delayNs,
                () -> {
                    if (ring.readers.get(system) == reader) {
                        reader.reading = true;
                        listener.accept(new LogHappening.Opened(view));
                        deliver(view, ring, system);
                    }
                });
    }

    private void offer(int system, ViewId view, byte[] element) {
        Ring ring = rings.get(view);
        Reader reader = ring == null ? null : ring.readers.get(system);
        if (reader == null) {
            return;
        }
        if (lost.remove(system)) {
            return;
        }
        boolean odd = clock.percent(options.oddPercent());
        int kind = odd ? clock.random().nextInt(4) : -1;
        if (kind == 0) {
            return;
        }
        if (kind == 1) {
            clock.after(
                    5 * MS,
                    () ->
                            reader.listener.accept(
                                    new LogHappening.Fault(view, "the call timed out")));
            return;
        }
        clock.after(
                clock.between(60 * US, 300 * US),
                () -> {
                    List<byte[]> branch = ring.branches.get(ring.branchOf.get(system));
                    branch.add(element);
                    if (kind == 2) {
                        branch.add(element);
                    }
                    if (kind == 3) {
                        reader.listener.accept(
                                new LogHappening.Fault(view, "the call is indeterminate"));
                    }
                    deliver(view, ring);
                });
    }

    private void deliver(ViewId view, Ring ring) {
        new ArrayList<>(ring.readers.keySet()).forEach(id -> deliver(view, ring, id));
    }

    private void deliver(ViewId view, Ring ring, int system) {
        Reader reader = ring.readers.get(system);
        if (reader == null || !reader.reading) {
            return;
        }
        clock.after(
                clock.between(60 * US, 250 * US),
                () -> {
                    List<byte[]> branch = ring.branches.get(ring.branchOf.get(system));
                    if (ring.readers.get(system) != reader || reader.read >= branch.size()) {
                        return;
                    }
                    int owner = owner(ring, system);
                    if (clock.nowNs() < ring.stalledUntilNs
                            || !network.reaches(owner, system)
                            || !network.reaches(system, owner)) {
                        clock.after(20 * MS, () -> deliver(view, ring, system));
                        return;
                    }
                    var items = List.copyOf(branch.subList(reader.read, branch.size()));
                    long first = reader.read;
                    reader.read = branch.size();
                    reader.listener.accept(new LogHappening.Items(view, first, items));
                });
    }

    private static int owner(Ring ring, int system) {
        return ring.readers.keySet().stream()
                .filter(id -> ring.branchOf.get(id).equals(ring.branchOf.get(system)))
                .findFirst()
                .orElse(system);
    }

    /// Some members of the newest ring go on with a copy of their own: two owners in one view.
    void fork() {
        if (!rings.isEmpty()) {
            Ring ring = rings.lastEntry().getValue();
            int branch = ring.branches.size();
            ring.branches.add(new ArrayList<>(ring.branches.getFirst()));
            ring.branchOf.replaceAll(
                    (id, before) -> before == 0 && clock.random().nextBoolean() ? branch : before);
        }
    }

    /// What a system offers next is lost, and nothing is said of it.
    void loseNextOf(int system) {
        lost.add(system);
    }

    /// The next new ring opens, but for this long nothing that is appended comes back.
    void stallNext(long forNs) {
        nextStallsForNs = forNs;
    }

    /// Every transport of the newest ring complains.
    void fault() {
        if (!rings.isEmpty()) {
            ViewId view = rings.lastKey();
            List.copyOf(rings.get(view).readers.values())
                    .forEach(
                            r ->
                                    r.listener.accept(
                                            new LogHappening.Fault(
                                                    view, "its members are not the view's")));
        }
    }
}
