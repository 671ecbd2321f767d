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
    private final SortedMap<Integer, Long> slowCleanNs = new TreeMap<>();

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

        /// Whether this is wrong with it; it is not any more.
        boolean takes(Trouble kind) {
            if (trouble != kind) {
                return false;
            }
            trouble = Trouble.NONE;
            return true;
        }
    }

    /// What can be wrong with a resource.
    enum Trouble {
        /// It dies.
        NONE("it dies"),
        /// The next start ends well and nothing runs.
        START_FAILS("its start does nothing"),
        /// The next start does not end.
        START_HANGS("its start hangs"),
        /// The next stop does not end.
        STOP_HANGS("its stop hangs"),
        /// The next stop ends well and everything runs on.
        STOP_LIES("its stop does nothing"),
        /// The next clean takes longer than the margin has room for.
        CLEAN_SLOW("its clean takes longer than C"),
        /// The next clean does not end.
        CLEAN_HANGS("its clean hangs"),
        /// The next clean ends well and everything runs on.
        CLEAN_LIES("its clean does nothing"),
        /// The next look does not end.
        MONITOR_HANGS("its monitor hangs"),
        /// The next look at what is known to run does not find it.
        MONITOR_LIES("its monitor lies");

        final String text;

        Trouble(String text) {
            this.text = text;
        }
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
            slowCleanNs.remove(group);
            truth.stopped(machine.id(), group);
        }
    }

    /// A clean begins that is going to take longer than it may.
    void cleanIsSlow(Thing thing, long nowNs) {
        if (thing.up) {
            slowCleanNs.putIfAbsent(SimConfiguration.number(thing.group), nowNs);
        }
    }

    /// Whether something of a group that still runs has been cleaned for longer than a clean may take.
    boolean cleanedTooLong(int group, long nowNs, long cleanNs) {
        return nowNs - slowCleanNs.getOrDefault(group, nowNs) > cleanNs;
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
