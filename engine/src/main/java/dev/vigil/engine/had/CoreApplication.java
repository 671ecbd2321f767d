package dev.vigil.engine.had;

import dev.vigil.config.ConfigurationWriter;
import dev.vigil.engine.core.Action;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.core.Engine;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Loss;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.Step;
import dev.vigil.engine.gab.LossKind;
import dev.vigil.engine.journal.KeptConfiguration;
import dev.vigil.engine.log.ChainHash;
import dev.vigil.engine.log.ItemId;
import dev.vigil.engine.node.Json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The decision core as the log drives it: items are [Event]s as JSON, effects are [Action]s and what is to be [kept][Keep], the snapshot is a [StateSnapshot].
///
/// All calls but [#state()], [#encode(Event)] and [#prepare] come from had's loop.
public final class CoreApplication implements Application {
    private static final Json JSON = new Json(Event.class, Request.class);

    private final Steps steps;
    private final SortedMap<Integer, String> names;
    private volatile ClusterState state = ClusterState.EMPTY;
    private ConfigurationAge age = ConfigurationAge.UNKNOWN;
    private volatile Optional<Prepared> prepared = Optional.empty();

    /// The configuration of a state is to be kept on this system's disk.
    public record Keep(ConfigurationAge age, ClusterState state) {
        KeptConfiguration configuration() {
            return new KeptConfiguration(
                    age.history(),
                    age.version(),
                    age.basis(),
                    state.writable(),
                    new TreeMap<>(ConfigurationWriter.write(state.configuration())));
        }
    }

    /// What the items of the log say, and what follows from them.
    public interface Steps {
        /// What an item says.
        ///
        /// @throws IOException if it is of another version
        default Event read(byte[] payload) throws IOException {
            return JSON.read(payload, Event.class);
        }

        /// What follows from an event; equal arguments give equal steps.
        default Step apply(ClusterState before, Event event) {
            return Engine.apply(before, event);
        }

        /// A state that came with a snapshot, or an equal one.
        default ClusterState restored(ClusterState state) {
            return state;
        }
    }

    /// @param names system by LLT id, from llthosts
    public CoreApplication(SortedMap<Integer, String> names) {
        this(names, new Steps() {});
    }

    /// @param names system by LLT id, from llthosts
    /// @param steps for whoever wants to see each step; it must not change what comes of it
    public CoreApplication(SortedMap<Integer, String> names, Steps steps) {
        this.steps = steps;
        this.names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    /// The newest state; any thread may read it.
    public ClusterState state() {
        return state;
    }

    /// An event as the log carries it.
    public byte[] encode(Event event) {
        return JSON.bytes(event);
    }

    @Override
    public List<Object> viewOpened(long atNs, ViewChange change) {
        if (change.fresh()) {
            state = ClusterState.EMPTY;
            age = ConfigurationAge.begins(change.view());
        }
        SortedMap<String, Long> members = new TreeMap<>();
        change.members().forEach((id, incarnation) -> members.put(name(id), incarnation));
        SortedMap<String, Loss> lost = new TreeMap<>();
        change.lost().forEach((id, kind) -> lost.put(name(id), loss(kind)));
        SortedSet<String> jeopardy = new TreeSet<>();
        change.jeopardy().forEach(id -> jeopardy.add(name(id)));
        SortedMap<String, Integer> ids = new TreeMap<>();
        change.members().keySet().forEach(id -> ids.put(name(id), id));
        names.forEach((id, name) -> ids.put(name, id));
        return step(new Event.ViewOpened(change.view().number(), members, lost, jeopardy, ids));
    }

    /// A system without a name in llthosts gets one that says so.
    private String name(int id) {
        return names.getOrDefault(id, "node" + id);
    }

    private static Loss loss(LossKind kind) {
        return switch (kind) {
            case CRASH -> Loss.CRASH;
            case JEOPARDY -> Loss.JEOPARDY;
            case UNARBITRATED -> Loss.UNARBITRATED;
            case EXITED -> Loss.EXITED;
            case DDNA -> Loss.DDNA;
        };
    }

    @Override
    public List<Object> apply(long atNs, ItemId id, byte[] payload) {
        try {
            return step(steps.read(payload));
        } catch (IOException foreign) {
            throw new IllegalStateException(
                    "item " + id + " is no event of this version: " + foreign.getMessage(),
                    foreign);
        }
    }

    /// What has become of the configuration is to be kept before anybody is told of it.
    private List<Object> step(Event event) {
        ClusterState before = state;
        Step step = steps.apply(before, event);
        state = step.state();
        List<Object> effects = new ArrayList<>();
        if (changes(before, state)) {
            if (event instanceof Event.ConfigurationBuilt built)
                age = age.builtFrom(state.system(built.system()).version());
            age = age.changed(new DiskVersion(state.view(), state.events(), false));
            effects.add(new Keep(age, state));
        }
        effects.addAll(step.actions());
        return effects;
    }

    private static boolean changes(ClusterState before, ClusterState now) {
        return now.configured()
                && (before.configuration() != now.configuration()
                        || before.writable() != now.writable()
                        || before.unsaved() != now.unsaved());
    }

    @Override
    public Supplier<byte[]> snapshot() {
        ClusterState now = state;
        ConfigurationAge then = age;
        return () -> Packed.pack(JSON.bytes(StateSnapshot.of(now, then)));
    }

    /// Reads a snapshot that [#restore] is going to be given: the long part of that, on any thread.
    public void prepare(byte[] snapshot) throws IOException {
        StateSnapshot read = JSON.read(Packed.unpack(snapshot), StateSnapshot.class);
        prepared = Optional.of(new Prepared(snapshot, read.state(), read.age()));
    }

    private record Prepared(byte[] of, ClusterState state, ConfigurationAge age) {}

    @Override
    public LongSupplier digest() {
        ClusterState now = state;
        ConfigurationAge then = age;
        return () -> ChainHash.of(JSON.bytes(StateSnapshot.of(now, then)));
    }

    /// Everything that is outstanding in the restored state is asked for again: this system may have missed the actions themselves.
    @Override
    public List<Object> restore(long atNs, byte[] snapshot) {
        try {
            if (prepared.filter(ready -> ready.of() == snapshot).isEmpty()) prepare(snapshot);
            Prepared taken = prepared.orElseThrow();
            prepared = Optional.empty();
            state = steps.restored(taken.state());
            age = taken.age();
        } catch (IOException foreign) {
            throw new IllegalStateException(
                    "not a snapshot of this version: " + foreign.getMessage(), foreign);
        }
        List<Object> effects = new ArrayList<>();
        if (state.configured()) effects.add(new Keep(age, state));
        effects.addAll(Engine.outstanding(state));
        return effects;
    }
}
