package dev.vigil.engine.had;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
import dev.vigil.config.ConfigurationWriter;
import dev.vigil.config.Diagnostic;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Decision;
import dev.vigil.engine.core.GroupOnSystem;
import dev.vigil.engine.core.GroupStatus;
import dev.vigil.engine.core.Operation;
import dev.vigil.engine.core.PendingAnswer;
import dev.vigil.engine.core.PendingTrigger;
import dev.vigil.engine.core.Placement;
import dev.vigil.engine.core.ResourceOnSystem;
import dev.vigil.engine.core.SystemStatus;
import dev.vigil.engine.core.Timer;
import dev.vigil.engine.core.Topology;

import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A [ClusterState] in plain collections, as it travels to a system that joins; the configuration as its canonical text.
///
/// @param age where in history its configuration stands
/// @param files text by file name; empty if no configuration was built yet
record StateSnapshot(
        ConfigurationAge age,
        long events,
        long view,
        boolean configured,
        SortedMap<String, String> files,
        boolean writable,
        boolean unsaved,
        SortedMap<String, SystemStatus> systems,
        SortedMap<String, GroupSnapshot> groups,
        SortedMap<String, SortedMap<String, ResourceOnSystem>> resources,
        List<Operation> operations,
        SortedMap<String, Timer> timers,
        SortedMap<String, PendingTrigger> triggers,
        SortedMap<String, PendingAnswer> answers,
        long counter) {
    /// A [GroupStatus] in plain collections.
    record GroupSnapshot(
            int intentOnline,
            boolean temporarilyFrozen,
            Placement placement,
            SortedMap<String, String> targets,
            boolean fromPersistentFault,
            SortedMap<String, GroupOnSystem> on,
            List<Decision> decisions,
            int autoClears) {
        static GroupSnapshot of(GroupStatus status) {
            return new GroupSnapshot(
                    status.intentOnline(),
                    status.temporarilyFrozen(),
                    status.placement(),
                    new TreeMap<>(status.targets()),
                    status.fromPersistentFault(),
                    new TreeMap<>(status.on()),
                    List.copyOf(status.decisions()),
                    status.autoClears());
        }

        GroupStatus status() {
            return new GroupStatus(
                    intentOnline,
                    temporarilyFrozen,
                    placement,
                    TreePMap.from(targets),
                    fromPersistentFault,
                    TreePMap.from(on),
                    TreePVector.from(decisions),
                    autoClears);
        }
    }

    static StateSnapshot of(ClusterState state, ConfigurationAge age) {
        SortedMap<String, GroupSnapshot> groups = new TreeMap<>();
        state.groups().forEach((name, group) -> groups.put(name, GroupSnapshot.of(group)));
        SortedMap<String, SortedMap<String, ResourceOnSystem>> resources = new TreeMap<>();
        state.resources().forEach((name, on) -> resources.put(name, new TreeMap<>(on)));
        SortedMap<String, String> files = new TreeMap<>();
        if (state.configured()) files.putAll(ConfigurationWriter.write(state.configuration()));
        return new StateSnapshot(
                age,
                state.events(),
                state.view(),
                state.configured(),
                files,
                state.writable(),
                state.unsaved(),
                new TreeMap<>(state.systems()),
                groups,
                resources,
                List.copyOf(state.operations().values()),
                new TreeMap<>(state.timers()),
                new TreeMap<>(state.triggers()),
                new TreeMap<>(state.answers()),
                state.counter());
    }

    /// The state it was made of.
    ///
    /// @throws IllegalStateException if the configuration's text is refused here, which it was not where it comes from
    ClusterState state() {
        Configuration configuration = configured ? read() : ClusterState.EMPTY.configuration();
        TreePMap<String, GroupStatus> statuses = TreePMap.empty();
        for (var each : groups.entrySet())
            statuses = statuses.plus(each.getKey(), each.getValue().status());
        TreePMap<String, TreePMap<String, ResourceOnSystem>> known = TreePMap.empty();
        for (var each : resources.entrySet())
            known = known.plus(each.getKey(), TreePMap.from(each.getValue()));
        TreePMap<Long, Operation> pending = TreePMap.empty();
        for (Operation each : operations) pending = pending.plus(each.number(), each);
        return new ClusterState(
                events,
                view,
                configured,
                configuration,
                configured ? Topology.of(configuration) : Topology.NONE,
                writable,
                unsaved,
                TreePMap.from(systems),
                statuses,
                known,
                pending,
                TreePMap.from(timers),
                TreePMap.from(triggers),
                TreePMap.from(answers),
                counter);
    }

    private Configuration read() {
        SequencedMap<String, String> ordered = new LinkedHashMap<>(files);
        ordered.putFirst(Configuration.MAIN_FILE, files.get(Configuration.MAIN_FILE));
        var result = ConfigurationReader.read(ordered);
        return result.configuration()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the configuration of the snapshot is refused: "
                                                + result.diagnostics().stream()
                                                        .map(Diagnostic::toString)
                                                        .collect(Collectors.joining("; "))));
    }
}
