package dev.vigil.engine.sim;

import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What runs on one machine, with a truth of its own: resources go on running whatever becomes of had and hanode; only the machine's end
/// ends them. The table in `/run` outlives hanode as well.
final class SimAgents {
    private final SimMachine machine;
    private final SimTruth truth;
    private final SortedMap<String, Thing> things = new TreeMap<>();
    private final SortedSet<String> groupsUp = new TreeSet<>();

    // The table.
    private SortedMap<String, ResourceDefinition> definitions = new TreeMap<>();
    private final SortedSet<String> mayRun = new TreeSet<>();
    private OrderStamp newest = new OrderStamp(0, 0, "");

    /// One resource as it really is.
    static final class Thing {
        final String name;
        final String group;
        boolean up;
        boolean starting;

        /// What goes wrong next with it.
        Trouble trouble = Trouble.NONE;

        Thing(String name, String group) {
            this.name = name;
            this.group = group;
        }
    }

    /// What can be wrong with a resource.
    enum Trouble {
        NONE,
        /// The next start ends well and nothing runs.
        START_FAILS,
        /// The next start does not end.
        START_HANGS,
        /// The next stop does not end.
        STOP_HANGS
    }

    SimAgents(SimMachine machine, SimTruth truth) {
        this.machine = machine;
        this.truth = truth;
    }

    /// Whether anything runs, or is being started.
    boolean anythingUp() {
        return !groupsUp.isEmpty();
    }

    Thing thing(ResourceDefinition definition) {
        return things.computeIfAbsent(
                definition.name(), name -> new Thing(name, definition.group()));
    }

    List<Thing> things() {
        return List.copyOf(things.values());
    }

    void set(Thing thing, boolean up, boolean starting) {
        thing.up = up;
        thing.starting = starting;
        boolean before = groupsUp.contains(thing.group);
        boolean now =
                things.values().stream()
                        .anyMatch(t -> t.group.equals(thing.group) && (t.up || t.starting));
        int group = SimConfiguration.number(thing.group);
        if (now && !before) {
            groupsUp.add(thing.group);
            truth.started(machine.id(), group);
        } else if (before && !now) {
            groupsUp.remove(thing.group);
            truth.stopped(machine.id(), group);
        }
    }

    /// The machine lost power.
    void powerOff() {
        for (Thing thing : new ArrayList<>(things.values())) {
            set(thing, false, false);
        }
        things.clear();
        definitions = new TreeMap<>();
        mayRun.clear();
        newest = new OrderStamp(0, 0, "");
    }

    // The table

    List<ResourceDefinition> definitions() {
        return List.copyOf(definitions.values());
    }

    void definitions(SortedMap<String, ResourceDefinition> changed) {
        definitions = new TreeMap<>(changed);
    }

    boolean mayRun(String resource) {
        return mayRun.contains(resource);
    }

    void note(String resource, boolean may) {
        if (may) {
            mayRun.add(resource);
        } else {
            mayRun.remove(resource);
        }
    }

    OrderStamp newest() {
        return newest;
    }

    void newest(OrderStamp stamp) {
        newest = stamp;
    }

    /// Whether the table says that anything leased may be running.
    boolean leasedMayRun() {
        return definitions.values().stream().anyMatch(d -> d.leased() && mayRun(d.name()));
    }
}
