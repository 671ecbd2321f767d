package dev.vigil.engine.sim;

import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A coordination point: keys and tombstones, all on its disk; it can be down.
final class SimPoint {
    private final SortedMap<Integer, Long> keys = new TreeMap<>();
    private final SortedMap<Integer, Long> dead = new TreeMap<>();
    private boolean up = true;

    boolean up() {
        return up;
    }

    void set(boolean running) {
        up = running;
    }

    /// Its disk is lost: it comes back empty.
    void forget() {
        keys.clear();
        dead.clear();
    }

    /// A person says that a system is certainly down.
    void clear(int system) {
        keys.remove(system);
    }

    SortedSet<Key> keys() {
        var all = new TreeSet<Key>();
        keys.forEach((system, incarnation) -> all.add(new Key(system, incarnation)));
        return all;
    }

    PointAnswer handle(PointRequest request) {
        return switch (request) {
            case PointRequest.Register(var key, var heard) -> register(key, heard);
            case PointRequest.Unregister(var key) -> {
                keys.remove(key.system(), key.incarnation());
                yield new PointAnswer.Granted(keys());
            }
            case PointRequest.Eject eject -> eject(eject);
            case PointRequest.ReadKeys() -> new PointAnswer.Granted(keys());
        };
    }

    private PointAnswer register(Key key, SortedSet<Integer> heard) {
        long last =
                Math.max(
                        dead.getOrDefault(key.system(), -1L),
                        keys.getOrDefault(key.system(), 0L) - 1);
        if (key.incarnation() <= last) {
            return new PointAnswer.Refused("ejected", keys());
        }
        var strangers = new TreeSet<>(keys.keySet());
        strangers.remove(key.system());
        strangers.removeAll(heard);
        if (!strangers.isEmpty()) {
            return new PointAnswer.Refused("not heard: " + strangers, keys());
        }
        keys.put(key.system(), key.incarnation());
        return new PointAnswer.Granted(keys());
    }

    private PointAnswer eject(PointRequest.Eject eject) {
        Long racer = keys.get(eject.racer().system());
        if (racer == null || racer != eject.racer().incarnation()) {
            return new PointAnswer.Refused("the racer has no key", keys());
        }
        for (int victim : eject.victims()) {
            Long held = keys.remove(victim);
            if (held != null) {
                dead.merge(victim, held, Math::max);
            }
        }
        for (Key named : eject.named()) {
            dead.merge(named.system(), named.incarnation(), Math::max);
        }
        return new PointAnswer.Granted(keys());
    }
}
