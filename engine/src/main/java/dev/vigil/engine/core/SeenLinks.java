package dev.vigil.engine.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which of its links to others a system hears something on.
///
/// @param peers for each other system whether its link is up, by the link's tag
public record SeenLinks(SortedMap<String, SortedMap<String, Boolean>> peers) {
    /// Nothing seen yet.
    public static final SeenLinks NONE = new SeenLinks(new TreeMap<>());

    /// Copies what it is given.
    public SeenLinks {
        SortedMap<String, SortedMap<String, Boolean>> copy = new TreeMap<>();
        peers.forEach(
                (peer, links) ->
                        copy.put(peer, Collections.unmodifiableSortedMap(new TreeMap<>(links))));
        peers = Collections.unmodifiableSortedMap(copy);
    }

    /// The links to one system; empty when nothing was seen of it.
    public SortedMap<String, Boolean> to(String peer) {
        return peers.getOrDefault(peer, Collections.emptySortedMap());
    }

    /// Whether there is one link left to a system, of several.
    boolean lastLink(String peer) {
        return to(peer).size() > 1 && count(peer) == 1;
    }

    /// Whether there is more than one link to a system.
    boolean several(String peer) {
        return count(peer) > 1;
    }

    private long count(String peer) {
        return to(peer).values().stream().filter(up -> up).count();
    }
}
