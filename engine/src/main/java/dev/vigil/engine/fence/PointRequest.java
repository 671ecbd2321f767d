package dev.vigil.engine.fence;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a system asks of a coordination point. Every request can be repeated: asked twice, it does no more than once.
public sealed interface PointRequest {
    /// Registers a key. Refused while a key of a system is held that the caller does not hear, and for an
    /// incarnation that was ejected or that is older than the one registered.
    ///
    /// @param key the caller's
    /// @param heard ids of the systems that the caller hears; itself need not be named
    record Register(Key key, SortedSet<Integer> heard) implements PointRequest {
        public Register {
            heard = Collections.unmodifiableSortedSet(new TreeSet<>(heard));
        }
    }

    /// Takes the caller's key away, when it leaves of its own accord.
    ///
    /// @param key the caller's
    record Unregister(Key key) implements PointRequest {}

    /// Takes the keys of others away for good. Granted if and only if the racer's own key is there. All incarnations of each
    /// victim up to the one held, and up to the one named, are then dead for this point: a registration that is
    /// still under way, or was never seen here, does not revive them.
    ///
    /// @param racer the caller's key
    /// @param victims ids of the systems to eject; not the racer's
    /// @param named the victims' incarnations that the racer knows; a victim that is not named dies as far as the point knows it
    record Eject(Key racer, SortedSet<Integer> victims, SortedSet<Key> named)
            implements PointRequest {
        public Eject {
            victims = Collections.unmodifiableSortedSet(new TreeSet<>(victims));
            named = Collections.unmodifiableSortedSet(new TreeSet<>(named));
            if (victims.contains(racer.system()))
                throw new IllegalArgumentException(racer + " cannot eject itself");
            for (Key key : named)
                if (!victims.contains(key.system()))
                    throw new IllegalArgumentException(key + " is no victim of " + victims);
        }

        /// Ejects systems as far as the point knows them.
        public Eject(Key racer, SortedSet<Integer> victims) {
            this(racer, victims, Collections.emptySortedSet());
        }

        /// Ejects these incarnations and all older ones.
        public static Eject of(Key racer, SortedSet<Key> named) {
            SortedSet<Integer> victims = new TreeSet<>();
            named.forEach(key -> victims.add(key.system()));
            return new Eject(racer, victims, named);
        }
    }

    /// Asks for the keys that are registered.
    record ReadKeys() implements PointRequest {}
}
