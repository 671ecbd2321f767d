package dev.vigil.engine.sim;

import java.util.List;

/// What goes wrong with the resources of one machine.
final class SimTroubles {
    private SimTroubles() {}

    /// Something, with one of them.
    static void any(SimMachine machine) {
        List<SimAgents.Thing> things = machine.agents().things();
        if (!machine.powered() || things.isEmpty()) {
            return;
        }
        SimCluster cluster = machine.cluster();
        SimAgents.Thing thing = things.get(cluster.clock().random().nextInt(things.size()));
        SimAgents.Trouble[] kinds = SimAgents.Trouble.values();
        SimAgents.Trouble kind = kinds[cluster.clock().random().nextInt(kinds.length)];
        machine.say("trouble with " + thing.name + ": " + kind);
        cluster.truth().troubled();
        cluster.fault("resource in trouble: " + kind.text);
        if (kind != SimAgents.Trouble.NONE) {
            thing.trouble = kind;
        } else if (thing.up && !thing.starting) {
            dies(machine, thing);
        }
    }

    /// A resource dies; its agent notices.
    static void dies(SimMachine machine, String resource) {
        machine.agents().things().stream()
                .filter(thing -> thing.name.equals(resource))
                .forEach(thing -> dies(machine, thing));
    }

    private static void dies(SimMachine machine, SimAgents.Thing thing) {
        machine.agents().set(thing, false, false);
        machine.node().ifPresent(n -> n.host.noticed(thing.name));
    }
}
