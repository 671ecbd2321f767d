package dev.vigil.engine.fence;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a coordination point remembers of one cluster. Pure: a change is a new value, which is on disk before anyone is told.
///
/// A system holds one key, that of its newest incarnation. Whatever takes a key away leaves a *tombstone*: that incarnation and all
/// older ones never hold a key again, so a registration that arrives late or twice revives nobody.
///
/// @param registered incarnation by node id
/// @param buried the highest dead incarnation by node id; below the registered one where there is one
public record PointState(SortedMap<Integer, Long> registered, SortedMap<Integer, Long> buried) {
    /// Of a cluster that was never seen.
    public static final PointState EMPTY = new PointState(new TreeMap<>(), new TreeMap<>());

    public PointState {
        registered = Collections.unmodifiableSortedMap(new TreeMap<>(registered));
        buried = Collections.unmodifiableSortedMap(new TreeMap<>(buried));
        for (var each : registered.entrySet())
            if (each.getValue() <= buried.getOrDefault(each.getKey(), -1L))
                throw new IllegalArgumentException(
                        "node "
                                + each.getKey()
                                + " holds a key of incarnation "
                                + each.getValue()
                                + ", which is dead");
    }

    /// What comes of a request.
    ///
    /// @param state afterwards; the same if nothing changed
    public record Step(PointState state, PointAnswer answer) {}

    /// Decides a request. Whether it comes from whom it names was checked before.
    public Step apply(PointRequest request) {
        return switch (request) {
            case PointRequest.Register(var key, var heard) -> register(key, heard);
            case PointRequest.Unregister(var key) ->
                    granted(buried(key.system(), key.incarnation()));
            case PointRequest.Eject(var racer, var victims, var named) ->
                    eject(racer, victims, named);
            case PointRequest.ReadKeys() -> granted(this);
        };
    }

    /// An operator takes the key of a system away that is known to be down.
    public PointState cleared(int system) {
        OptionalLong held = held(system);
        return held.isEmpty() ? this : buried(system, held.getAsLong());
    }

    /// An operator lets a system be forgotten, tombstone and all: it was set up anew with a wrong clock, and its incarnations are below those of before.
    public PointState forgotten(int system) {
        SortedMap<Integer, Long> keys = new TreeMap<>(registered);
        SortedMap<Integer, Long> dead = new TreeMap<>(buried);
        keys.remove(system);
        dead.remove(system);
        return new PointState(keys, dead);
    }

    /// The keys that are registered.
    public SortedSet<Key> keys() {
        SortedSet<Key> keys = new TreeSet<>();
        registered.forEach((system, incarnation) -> keys.add(new Key(system, incarnation)));
        return keys;
    }

    private Step register(Key key, SortedSet<Integer> heard) {
        OptionalLong held = held(key.system());
        if (held.isPresent() && held.getAsLong() == key.incarnation()) return granted(this);
        if (key.incarnation() <= buried.getOrDefault(key.system(), -1L))
            return dead(
                    "incarnation "
                            + key.incarnation()
                            + " of node "
                            + key.system()
                            + " was ejected or has left, and only a newer one can register");
        if (held.isPresent() && held.getAsLong() > key.incarnation())
            return dead(
                    "node "
                            + key.system()
                            + " is registered with the newer incarnation "
                            + held.getAsLong());
        SortedSet<Integer> unheard = new TreeSet<>(registered.keySet());
        unheard.remove(key.system());
        unheard.removeAll(heard);
        if (!unheard.isEmpty())
            return refused(
                    "pre-existing split brain: keys of nodes "
                            + unheard
                            + " are registered, which node "
                            + key.system()
                            + " does not hear");
        SortedMap<Integer, Long> keys = new TreeMap<>(registered);
        keys.put(key.system(), key.incarnation());
        return granted(new PointState(keys, buried));
    }

    private Step eject(Key racer, SortedSet<Integer> victims, SortedSet<Key> named) {
        OptionalLong held = held(racer.system());
        if (held.isEmpty() || held.getAsLong() != racer.incarnation())
            return refused("the key " + racer + " of the racer is not registered");
        PointState after = this;
        for (int victim : victims) after = after.cleared(victim);
        for (Key victim : named) after = after.buried(victim.system(), victim.incarnation());
        return granted(after);
    }

    /// With this incarnation of a system and all older ones dead.
    private PointState buried(int system, long incarnation) {
        SortedMap<Integer, Long> dead = new TreeMap<>(buried);
        dead.merge(system, incarnation, Math::max);
        SortedMap<Integer, Long> keys = new TreeMap<>(registered);
        if (keys.getOrDefault(system, Long.MAX_VALUE) <= incarnation) keys.remove(system);
        return new PointState(keys, dead);
    }

    private OptionalLong held(int system) {
        Long incarnation = registered.get(system);
        return incarnation == null ? OptionalLong.empty() : OptionalLong.of(incarnation);
    }

    private static Step granted(PointState state) {
        return new Step(state, new PointAnswer.Granted(state.keys()));
    }

    private Step refused(String reason) {
        return new Step(this, new PointAnswer.Refused(reason, keys(), false));
    }

    private Step dead(String reason) {
        return new Step(this, new PointAnswer.Refused(reason, keys(), true));
    }
}
