package dev.vigil.engine.sim;

import java.util.Set;
import java.util.TreeSet;

/// The wires: every link from every system to every other can be cut for itself, and one way only.
final class SimNetwork {
    private static final long US = 1_000L;
    private static final long REPLAYED_WITHIN_NS = 20_000_000_000L;

    private final SimClock clock;
    private final SimOptions options;
    private final Set<String> cuts = new TreeSet<>();

    SimNetwork(SimClock clock, SimOptions options) {
        this.clock = clock;
        this.options = options;
    }

    private static String path(int link, int from, int to) {
        return link + ":" + from + ">" + to;
    }

    void cut(int link, int from, int to) {
        cuts.add(path(link, from, to));
    }

    /// Cuts all links one way.
    void cutOneWay(int from, int to) {
        for (int link = 0; link < options.links(); link++) {
            cut(link, from, to);
        }
    }

    /// Cuts all links between two systems.
    void cutPair(int a, int b) {
        cutOneWay(a, b);
        cutOneWay(b, a);
    }

    /// Separates the systems of one side from all others.
    void partition(Set<Integer> side) {
        for (int a = 0; a < options.systems(); a++) {
            for (int b = 0; b < options.systems(); b++) {
                if (side.contains(a) != side.contains(b)) {
                    cutOneWay(a, b);
                }
            }
        }
    }

    /// Cuts a system from a coordination point, or lets it through again.
    void pointReached(int system, String point, boolean reached) {
        if (reached) {
            cuts.remove(system + ">" + point);
        } else {
            cuts.add(system + ">" + point);
        }
    }

    /// A request to a coordination point and its answer, or neither.
    ///
    /// @param atPoint carried out when the request has come through
    /// @param back carried out when the answer has come through
    void visit(int system, String point, Runnable atPoint, Runnable back) {
        String way = system + ">" + point;
        if (cuts.contains(way)) {
            return;
        }
        clock.after(
                delayNs(),
                () -> {
                    atPoint.run();
                    clock.after(
                            delayNs(),
                            () -> {
                                if (!cuts.contains(way)) {
                                    back.run();
                                }
                            });
                });
    }

    void heal() {
        cuts.clear();
    }

    boolean open(int link, int from, int to) {
        return cuts.isEmpty() || !cuts.contains(path(link, from, to));
    }

    /// Whether anything gets from one system to another.
    boolean reaches(int from, int to) {
        for (int link = 0; link < options.links(); link++) {
            if (open(link, from, to)) {
                return true;
            }
        }
        return from == to;
    }

    private long delayNs() {
        if (clock.percent(options.slowPercent())) {
            return clock.between(0, options.slowNs());
        }
        return clock.between(80 * US, 400 * US);
    }

    /// A heartbeat: lost when the link is cut, and sometimes anyway; where packets come late, some come twice, and some again much later.
    void datagram(int link, int from, int to, Runnable arrive) {
        if (open(link, from, to) && !clock.percent(options.lossPercent())) {
            clock.after(delayNs(), arrive);
            if (options.slowPercent() > 0 && clock.percent(2)) {
                clock.after(delayNs(), arrive);
            }
            if (options.slowPercent() > 0 && clock.percent(1)) {
                // Somebody records, and plays it when it is long past.
                clock.after(clock.between(0, REPLAYED_WITHIN_NS), arrive);
            }
        }
    }

    /// A message between engines.
    ///
    /// @param notBeforeNs when their connection is set up
    void message(int from, int to, long notBeforeNs, Runnable arrive) {
        if (reaches(from, to)) {
            clock.at(
                    Math.max(notBeforeNs, clock.nowNs()) + delayNs(),
                    () -> {
                        if (reaches(from, to)) {
                            arrive.run();
                        }
                    });
            if (options.slowPercent() > 0 && clock.percent(3)) {
                clock.after(delayNs(), arrive);
            }
        }
    }
}
