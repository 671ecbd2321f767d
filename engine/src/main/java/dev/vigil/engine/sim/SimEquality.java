package dev.vigil.engine.sim;

import dev.vigil.engine.core.ClusterState;

import org.pcollections.TreePMap;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/// Which states were found to be equal, and whether two that came of equal ones still are: only what has changed is compared.
final class SimEquality {
    /// Beyond this many all are forgotten: the next ones are compared as a whole.
    private static final int KEPT = 4_096;

    private final Map<ClusterState, Object> found = new IdentityHashMap<>();

    /// All states that are told with one position were found to be equal.
    void was(Object position, ClusterState state) {
        if (found.size() >= KEPT) found.clear();
        found.put(state, position);
    }

    /// Whether two states are known to be equal.
    boolean proven(ClusterState one, ClusterState other) {
        Object position = found.get(one);
        return position != null && position.equals(found.get(other));
    }

    /// Whether two states are equal.
    ///
    /// @param oneBefore what the first was made of, equal to `otherBefore`
    static boolean unchangedOrEqual(
            ClusterState oneBefore,
            ClusterState one,
            ClusterState otherBefore,
            ClusterState other) {
        return one.events() == other.events()
                && one.view() == other.view()
                && one.configured() == other.configured()
                && one.writable() == other.writable()
                && one.unsaved() == other.unsaved()
                && one.counter() == other.counter()
                && same(
                        oneBefore.configuration(),
                        one.configuration(),
                        otherBefore.configuration(),
                        other.configuration())
                && same(
                        oneBefore.topology(),
                        one.topology(),
                        otherBefore.topology(),
                        other.topology())
                && entries(
                        oneBefore.systems(), one.systems(), otherBefore.systems(), other.systems())
                && entries(oneBefore.groups(), one.groups(), otherBefore.groups(), other.groups())
                && entries(
                        oneBefore.resources(),
                        one.resources(),
                        otherBefore.resources(),
                        other.resources())
                && entries(
                        oneBefore.operations(),
                        one.operations(),
                        otherBefore.operations(),
                        other.operations())
                && entries(oneBefore.timers(), one.timers(), otherBefore.timers(), other.timers())
                && entries(
                        oneBefore.triggers(),
                        one.triggers(),
                        otherBefore.triggers(),
                        other.triggers())
                && entries(
                        oneBefore.answers(), one.answers(), otherBefore.answers(), other.answers());
    }

    private static boolean same(Object oneBefore, Object one, Object otherBefore, Object other) {
        return (one == oneBefore && other == otherBefore) || Objects.equals(one, other);
    }

    private static <K, V> boolean entries(
            TreePMap<K, V> oneBefore,
            TreePMap<K, V> one,
            TreePMap<K, V> otherBefore,
            TreePMap<K, V> other) {
        if (one == oneBefore && other == otherBefore) return true;
        if (one.size() != other.size()) return false;
        for (var each : one.entrySet()) {
            K key = each.getKey();
            if (!other.containsKey(key)
                    || !same(
                            oneBefore.get(key),
                            each.getValue(),
                            otherBefore.get(key),
                            other.get(key))) return false;
        }
        return true;
    }
}
