package dev.vigil.engine.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;

/// The faults of a system's traffic, each on one way of one link to one peer. Immutable.
///
/// @param paths every way on which something is wrong, in order
public record TrafficFaults(List<Path> paths) implements FaultPlan {
    /// All is well.
    public static final TrafficFaults NONE = new TrafficFaults(List.of());

    private static final Comparator<Path> ORDER =
            Comparator.comparing(Path::link)
                    .thenComparing(Path::peer)
                    .thenComparing(Path::direction);

    /// One way of one link to one peer, and what is wrong with it.
    ///
    /// @param link the link's tag
    /// @param peer the peer's node id
    public record Path(String link, int peer, Direction direction, Effect effect) {
        private boolean is(String otherLink, int otherPeer, Direction otherDirection) {
            return peer == otherPeer && direction == otherDirection && link.equals(otherLink);
        }
    }

    /// Copies the list.
    public TrafficFaults {
        paths = List.copyOf(paths);
    }

    @Override
    public Fate packet(String link, int peer, Direction direction, DoubleSupplier chance) {
        for (Path path : paths) {
            if (path.is(link, peer, direction)) return fate(path.effect(), chance);
        }
        return Fate.PASS;
    }

    private static Fate fate(Effect effect, DoubleSupplier chance) {
        if (effect.cut() || effect.lost() > 0 && chance.getAsDouble() < effect.lost())
            return Fate.DROP;
        boolean twice = effect.doubled() > 0 && chance.getAsDouble() < effect.doubled();
        return new Fate(twice ? 2 : 1, effect.delayMs());
    }

    /// The same with a change to everything that is named.
    public TrafficFaults changed(
            List<String> links,
            List<Integer> peers,
            List<Direction> directions,
            UnaryOperator<Effect> change) {
        SortedMap<Path, Effect> all = new TreeMap<>(ORDER);
        for (Path path : paths) all.put(path, path.effect());
        for (String link : links) {
            for (int peer : peers) {
                for (Direction direction : directions) {
                    Path key = new Path(link, peer, direction, Effect.NONE);
                    all.put(key, change.apply(all.getOrDefault(key, Effect.NONE)));
                }
            }
        }
        List<Path> left = new ArrayList<>();
        all.forEach(
                (path, effect) -> {
                    if (!effect.equals(Effect.NONE))
                        left.add(new Path(path.link(), path.peer(), path.direction(), effect));
                });
        return new TrafficFaults(left);
    }

    /// The same with nothing wrong on everything that is named.
    public TrafficFaults healed(
            List<String> links, List<Integer> peers, List<Direction> directions) {
        return changed(links, peers, directions, effect -> Effect.NONE);
    }
}
