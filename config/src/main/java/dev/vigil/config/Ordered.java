package dev.vigil.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Unmodifiable maps whose order is the same in every JVM.
final class Ordered {
    private Ordered() {}

    /// A copy in the given map's order.
    static <K, V> SequencedMap<K, V> copy(SequencedMap<K, V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    /// A copy in the natural order of the keys.
    static <V> SequencedMap<String, V> sorted(SequencedMap<String, V> map) {
        return Collections.unmodifiableSequencedMap(new TreeMap<>(map));
    }

    /// The map with one entry set; an entry that was there keeps its place, another comes last.
    static <K, V> SequencedMap<K, V> with(SequencedMap<K, V> map, K key, V value) {
        SequencedMap<K, V> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    /// The map without a key.
    static <K, V> SequencedMap<K, V> without(SequencedMap<K, V> map, K key) {
        SequencedMap<K, V> changed = new LinkedHashMap<>(map);
        changed.remove(key);
        return changed;
    }
}
