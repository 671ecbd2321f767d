package dev.vigil.engine.command;

import dev.vigil.config.Attributes;
import dev.vigil.config.NamedObject;
import dev.vigil.config.Schema;
import dev.vigil.config.Value;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Forecast;
import dev.vigil.engine.core.SystemStatus;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The systems and their attributes: those that are configured, and before there is a configuration those that are here.
record SystemObjects(ClusterState state) implements Objects {

    @Override
    public String kind() {
        return "System";
    }

    @Override
    public List<String> names() {
        var names = new LinkedHashSet<>(state.configuration().systems().keySet());
        names.addAll(state.systems().keySet());
        return List.copyOf(names);
    }

    @Override
    public Refusal unknown(String name) {
        return Refusal.of(Umi.SYSTEM_UNKNOWN, name);
    }

    @Override
    public Optional<Refusal> none() {
        return Optional.empty();
    }

    @Override
    public List<String> systems(String name) {
        return List.of();
    }

    @Override
    public boolean has(String name, String attribute) {
        return Schema.systemAttribute(attribute).isPresent();
    }

    @Override
    public List<Cell> cells(String name) {
        Attributes configured =
                state.configuration()
                        .system(name)
                        .map(NamedObject::attributes)
                        .orElse(Attributes.NONE);
        SystemStatus status = state.system(name);
        var cells = new Cells(configured, List.of(name));
        cells.running("SysName", name)
                .running("SysState", status.state())
                .running("LLTNodeId", status.nodeId() < 0 ? "" : status.nodeId())
                .running("NodeId", status.nodeId() < 0 ? "" : status.nodeId())
                .running("UpDownState", status.member() ? "Up" : "Down")
                .running("TFrozen", status.temporarilyFrozen())
                .running("NoAutoDisable", status.noAutoDisable())
                .running("EngineRestarted", status.restarted())
                .running("ConfigDiskState", status.disk().current() ? "CURRENT" : status.disk())
                .running("OnGrpCnt", state.activeGroups(name));
        cells.running("LinkHbStatus", new Value.Association(links(name)));
        capacity(cells, name);
        return Stream.concat(
                        cells.locals(Schema.systemAttributes()).stream(),
                        cells.globals(Schema.systemAttributes()).stream())
                .map(cell -> Cell.global(cell.attribute(), cell.value()))
                .sorted(Comparator.comparing(Cell::attribute))
                .toList();
    }

    /// A system's links, each up if somebody hears the system on it.
    private SequencedMap<String, String> links(String name) {
        SortedMap<String, Boolean> up = new TreeMap<>();
        for (SystemStatus observer : state.systems().values()) {
            if (!observer.member()) continue;
            observer.sees()
                    .to(name)
                    .forEach((tag, heard) -> up.merge(tag, heard, Boolean::logicalOr));
        }
        var words = new LinkedHashMap<String, String>();
        up.forEach((tag, heard) -> words.put(tag, heard ? "UP" : "DOWN"));
        return words;
    }

    /// What is left of a system's capacity and limits: its own, less what its active groups take.
    private void capacity(Cells cells, String name) {
        if (!state.topology().systems().containsKey(name)) {
            return;
        }
        int given = state.system(name).dynamicLoad();
        if (given >= 0) {
            cells.running("DynamicLoad", units(given));
        }
        cells.running("AvailableCapacity", units(Forecast.availableCapacity(state, name)));
        var left = new LinkedHashMap<String, String>();
        Forecast.currentLimits(state, name).forEach((key, rest) -> left.put(key, rest.toString()));
        cells.running("CurrentLimits", new Value.Association(left));
    }

    private static Value units(int number) {
        var entries = new LinkedHashMap<String, String>();
        entries.put("Units", Integer.toString(number));
        return new Value.Association(entries);
    }
}
