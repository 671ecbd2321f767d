package dev.vigil.engine.sim;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.GroupInfo;
import dev.vigil.engine.core.GroupOnSystem;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.ResourceOnSystem;
import dev.vigil.engine.core.Step;
import dev.vigil.engine.had.Application;
import dev.vigil.engine.had.CoreApplication;
import dev.vigil.engine.had.ViewChange;
import dev.vigil.engine.log.ItemId;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The real core as one engine has it, watched: every step's state is compared with the other systems'.
final class SimCore implements Application {
    /// Where operators' counts are kept: one key for each engine that counts.
    private static final String COUNTED = "UserAssoc";

    private final SimCluster cluster;
    private final int system;
    private final CoreApplication core;
    private boolean corrupt;
    private Object position = "";

    SimCore(SimCluster cluster, int system, SortedMap<Integer, String> names) {
        this.cluster = cluster;
        this.system = system;
        this.core = new CoreApplication(names, new Watched());
    }

    ClusterState state() {
        return core.state();
    }

    /// From now on this engine's state is another than that of the others, as a mistake in the core would make it.
    void corrupt() {
        corrupt = true;
        core.apply(
                0,
                new ItemId(system, 0, 0),
                core.encode(new Event.TriggerEnded("none", "none", 0)));
    }

    /// What an engine does whose state is not that of the others does not count, nor where both halves of a cluster may go on.
    private final class Watched implements CoreApplication.Steps {
        private boolean counts() {
            return !corrupt && cluster.options().mode().arbitrates();
        }

        @Override
        public Event read(byte[] payload) throws IOException {
            Optional<Event> known =
                    counts() ? cluster.steps().read(position, payload) : Optional.empty();
            if (known.isPresent()) {
                return known.get();
            }
            Event event = CoreApplication.Steps.super.read(payload);
            if (counts()) {
                cluster.steps().hasRead(position, payload, event);
            }
            return event;
        }

        @Override
        public ClusterState restored(ClusterState state) {
            return counts() ? cluster.steps().restored(state) : state;
        }

        @Override
        public Step apply(ClusterState before, Event event) {
            return counts()
                    ? cluster.steps().apply(position, before, event)
                    : CoreApplication.Steps.super.apply(before, event);
        }
    }

    byte[] encode(Event event) {
        return core.encode(event);
    }

    @Override
    public List<Object> viewOpened(long atNs, ViewChange change) {
        if (change.fresh()) {
            cluster.historyBegins(change.view(), new TreeSet<>(change.members().keySet()));
        }
        position = change.view();
        List<Object> actions = core.viewOpened(atNs, change);
        cluster.trace()
                .say(
                        SimConfiguration.system(system),
                        "view "
                                + change.view()
                                + " members "
                                + change.members()
                                + " lost "
                                + change.lost());
        return actions;
    }

    @Override
    public List<Object> apply(long atNs, ItemId id, byte[] payload) {
        ClusterState before = state();
        position = id;
        cluster.truth().applied(system);
        List<Object> actions = core.apply(atNs, id, payload);
        // Comparing what was counted costs more than most events: it is in the configuration.
        if (before.configured() && before.configuration() != state().configuration()) {
            counts(before).forEach((engine, number) -> notLess(engine, number, id));
        }
        return actions;
    }

    @Override
    public Supplier<byte[]> snapshot() {
        return core.snapshot();
    }

    @Override
    public LongSupplier digest() {
        return core.digest();
    }

    @Override
    public List<Object> restore(long atNs, byte[] snapshot) {
        return core.restore(atNs, snapshot);
    }

    /// The systems where a group is online with nothing under way.
    SortedSet<Integer> online(int group) {
        String name = SimConfiguration.group(group);
        if (!state().topology().groups().containsKey(name)) {
            return new TreeSet<>();
        }
        var found = new TreeSet<Integer>();
        for (int id : cluster.ids()) {
            GroupState there = state().groupState(name, SimConfiguration.system(id));
            if (there.base() == GroupState.Base.ONLINE && !there.starting() && !there.stopping()) {
                found.add(id);
            }
        }
        return found;
    }

    /// The system on whose account a group is not placed; -1 when none.
    int disabledFor(int group) {
        for (int id : cluster.ids()) {
            if (state().group(SimConfiguration.group(group))
                    .on(SimConfiguration.system(id))
                    .autoDisabled()) {
                return id;
            }
        }
        return -1;
    }

    /// The request that counts for an engine.
    Request count(String origin, long number) {
        boolean known = counts().containsKey(key(origin));
        return new Request.Modify(
                Request.ObjectKind.GROUP,
                SimConfiguration.group(0),
                COUNTED,
                known ? Request.Edit.UPDATE : Request.Edit.ADD,
                List.of(key(origin), Long.toString(number)),
                "");
    }

    /// The last number that was counted for an engine.
    long counted(String origin) {
        return Long.parseLong(counts().getOrDefault(key(origin), "0"));
    }

    private static String key(String origin) {
        return "e" + origin.replace('.', '_');
    }

    private Map<String, String> counts() {
        return counts(state());
    }

    private static Map<String, String> counts(ClusterState state) {
        if (!state.topology().groups().containsKey(SimConfiguration.group(0))) {
            return Map.of();
        }
        return state.configuration().groupValue(SimConfiguration.group(0), COUNTED, "").asMap();
    }

    /// An engine's commands are applied in the order in which they were typed.
    private void notLess(String engine, String before, ItemId id) {
        String now = counts().get(engine);
        if (now == null || Long.parseLong(now) < Long.parseLong(before)) {
            throw new SimFailure(
                    "item "
                            + id
                            + " sets the count of "
                            + engine
                            + " from "
                            + before
                            + " to "
                            + now);
        }
    }

    /// Whether all systems are RUNNING in the core's eyes.
    boolean allRunning() {
        return state().runningSystems().size() == cluster.ids().size();
    }

    /// The state in short, for people: systems, and each group with what is not as it should be.
    String text() {
        var text = new StringBuilder("event " + state().events() + " ");
        state().systems()
                .forEach((name, status) -> text.append(name + " " + status.state() + "; "));
        state().topology().groups().forEach((name, info) -> text.append(text(info)));
        return text.append("\n    operations ").append(state().operations().values()).toString();
    }

    private String text(GroupInfo group) {
        var status = state().group(group.name());
        var text = new StringBuilder("\n    " + group.name() + " wanted on ");
        text.append(status.targets().keySet()).append(", intent ").append(status.intentOnline());
        if (status.placement().wanted()) {
            text.append(", to be placed: ").append(status.placement());
        }
        for (String system : group.systems()) {
            String here = state().groupState(group.name(), system).text();
            var on = status.on(system);
            text.append("; ").append(system).append(' ').append(here);
            if (on.autoDisabled()) {
                text.append(" AUTODISABLED");
            }
            if (on.phase() != GroupOnSystem.Phase.IDLE) {
                text.append(' ').append(on.phase()).append(' ').append(on.stop());
            }
            for (String resource : group.resources().keySet()) {
                var each = state().resource(resource, system);
                boolean resting = each.status().state().known() && !each.faulted();
                boolean quiet = each.intent() == ResourceOnSystem.Intent.NONE && !each.busy();
                if (!resting || !quiet || !each.status().flags().isEmpty()) {
                    text.append("\n        ").append(resource).append(' ').append(each);
                }
            }
        }
        for (var d : status.decisions()) {
            text.append("\n      event " + d.event() + ": " + d.what() + ": " + d.why());
            text.append(d.considered().isEmpty() ? "" : " " + d.considered());
        }
        return text.toString();
    }
}
