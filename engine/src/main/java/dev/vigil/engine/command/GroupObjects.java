package dev.vigil.engine.command;

import dev.vigil.config.Configuration;
import dev.vigil.config.Group;
import dev.vigil.config.Schema;
import dev.vigil.config.Value;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.GroupOnSystem;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.GroupStatus;
import dev.vigil.engine.core.Placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The groups and their attributes.
record GroupObjects(ClusterState state) implements Objects {

    @Override
    public String kind() {
        return "Group";
    }

    @Override
    public List<String> names() {
        return List.copyOf(state.configuration().groups().keySet());
    }

    @Override
    public Refusal unknown(String name) {
        return Refusal.of(Umi.GROUP_NOT_FOUND, name);
    }

    @Override
    public Optional<Refusal> none() {
        return Optional.of(Refusal.of(Umi.NO_GROUPS));
    }

    @Override
    public List<String> systems(String name) {
        return List.copyOf(state.configuration().systemList(name).keySet());
    }

    @Override
    public boolean has(String name, String attribute) {
        return Schema.groupAttribute(attribute).isPresent();
    }

    @Override
    public List<Cell> cells(String name) {
        Configuration configuration = state.configuration();
        Group group = configuration.groups().get(name);
        GroupStatus status = state.group(name);
        var cells = new Cells(group.attributes(), systems(name));
        cells.running("SourceFile", "./" + Configuration.MAIN_FILE)
                .running("SystemList", systemList(name))
                .running("TFrozen", status.temporarilyFrozen())
                .running("CurrentCount", state.activeSystems(name).size())
                .running("TargetCount", status.targets().size())
                .running("Responding", responds(status.placement()));
        placement(cells, status.placement());
        boolean parallel = configuration.groupValue(name, "Parallel", "").asInt() == 1;
        if (!parallel) {
            cells.running("IntentOnline", status.intentOnline());
        }
        for (String system : systems(name)) {
            GroupOnSystem on = status.on(system);
            cells.running("State", system, text(state.groupState(name, system)))
                    .running("AutoDisabled", system, on.autoDisabled())
                    .running("Enabled", system, enabled(name, system))
                    .running("Probed", system, state.probed(name, system))
                    .running("ProbesPending", system, state.probesPending(name, system))
                    .running("ActiveCount", system, state.activeCount(name, system))
                    .running("PathCount", system, pathCount(name, system))
                    .running("NumRetries", system, on.retries())
                    .running("AutoClearCount", system, state.group(name).autoClears())
                    .running(
                            "PreOnlining",
                            system,
                            on.phase() == GroupOnSystem.Phase.PREONLINE ? 1 : 0);
            if (parallel) {
                cells.running("IntentOnline", system, status.targets().containsKey(system) ? 1 : 0);
            }
        }
        var all = new ArrayList<Cell>(cells.globals(Schema.groupAttributes()));
        all.addAll(cells.locals(Schema.groupAttributes()));
        return all;
    }

    /// The state as hagrp shows it: `|OFFLINE|FAULTED|`.
    static String text(GroupState state) {
        return "|" + state.text() + "|";
    }

    private Value systemList(String name) {
        var entries = new LinkedHashMap<String, String>();
        state.configuration()
                .systemList(name)
                .forEach((system, priority) -> entries.put(system, priority.toString()));
        return new Value.Association(entries);
    }

    private boolean enabled(String name, String system) {
        return state.configuration().groupValue(name, "Enabled", system).asBoolean();
    }

    private long pathCount(String name, String system) {
        return state.configuration().groups().get(name).resources().keySet().stream()
                .filter(
                        resource -> {
                            var on = state.resource(resource, system);
                            return on.path() && on.online();
                        })
                .count();
    }

    private static boolean responds(Placement placement) {
        return switch (placement.cause()) {
            case FAULT, PERSISTENT_FAULT, SYSTEM_FAULT -> true;
            case NONE,
                    AUTOSTART,
                    MANUAL,
                    SWITCH,
                    EVACUATE,
                    FOLLOW,
                    RECOVERY,
                    CLEARED,
                    RETRY,
                    PARENT_RETRY ->
                    false;
        };
    }

    private static void placement(Cells cells, Placement placement) {
        if (!placement.wanted()) {
            return;
        }
        cells.running("FromQ", queue(placement.from()));
        cells.running("ToQ", queue(placement.to()));
    }

    private static Value queue(String system) {
        var entries = new LinkedHashMap<String, String>();
        if (!system.isEmpty()) {
            entries.put(system, "0");
        }
        return new Value.Association(entries);
    }
}
