package dev.vigil.samples.powervm;

import static dev.vigil.samples.powervm.PartitionState.RUNNING;

import dev.vigil.samples.powervm.Definition.PartitionDefinition;
import dev.vigil.samples.powervm.Definition.ServerDefinition;
import dev.vigil.samples.powervm.HistoryEntry.What;
import dev.vigil.samples.powervm.Partition.Kind;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes an estate from its definition: everything powered on, VIO servers and management partitions up.
final class FirstEstate {

    private FirstEstate() {}

    /// The estate at its first start.
    static Estate of(Definition definition, long atMs, long epochOffsetMs) {
        var servers = new TreeMap<String, Server>();
        definition.servers().forEach(s -> servers.put(s.name(), server(definition, s)));
        var consoles = new TreeMap<String, Boolean>();
        definition.consoles().forEach(c -> consoles.put(c.name(), true));
        var estate = new Estate(atMs, epochOffsetMs, 0, servers, consoles, List.of(), 1, 0);
        for (var server : servers.values()) {
            for (var partition : server.partitions().values()) {
                if (partition.state() == RUNNING) {
                    estate =
                            estate.told(
                                    atMs,
                                    What.STARTED,
                                    server.name(),
                                    partition.name(),
                                    "runs from the first start on");
                }
            }
        }
        return estate;
    }

    private static Server server(Definition definition, ServerDefinition from) {
        var server =
                new Server(
                        from.name(),
                        from.hardware(),
                        PowerState.OPERATING,
                        Pending.NONE,
                        true,
                        1,
                        new TreeMap<>());
        for (int i = 0; i < from.vios().size(); i++) {
            var vios = from.vios().get(i);
            var profile = Profiles.vios(vios, i, from, definition.partitions());
            var setup = setup("vioserver", "", "VIOS 2.2.3.4", profile, address(vios.id()), "1");
            server = add(server, vios.name(), vios.id(), Kind.VIOS, setup, true);
        }
        var management = from.management();
        var own = Profiles.management(management.name(), management.id());
        server =
                add(
                        server,
                        management.name(),
                        management.id(),
                        Kind.MANAGEMENT,
                        setup(
                                "aixlinux",
                                management.system(),
                                AIX,
                                own,
                                address(management.id()),
                                "1"),
                        true);
        int index = 0;
        for (var managed : definition.partitions()) {
            if (managed.definedOn().contains(from.name())) {
                server = addManaged(server, managed, from, index);
            }
            index++;
        }
        return server;
    }

    private static final String AIX = "AIX 7.1 7100-00-00-0000";

    private static Server addManaged(
            Server server, PartitionDefinition managed, ServerDefinition from, int index) {
        var profile = Profiles.managed(managed, from, index);
        var setup = setup("aixlinux", "", AIX, profile, managed.rmcAddress(), "0");
        boolean runs = managed.runsOn().equals(from.name());
        return add(server, managed.name(), managed.id(), Kind.MANAGED, setup, runs);
    }

    private static String address(int id) {
        return "10.207.111." + id;
    }

    private static PartitionSetup setup(
            String environment,
            String system,
            String osVersion,
            Profile profile,
            String rmcAddress,
            String autoStart) {
        return new PartitionSetup(
                environment,
                system,
                osVersion,
                rmcAddress,
                profile.name(),
                new TreeMap<>(Map.of(profile.name(), profile)),
                new TreeMap<>(Map.of("auto_start", autoStart)));
    }

    private static Server add(
            Server server, String name, int id, Kind kind, PartitionSetup setup, boolean runs) {
        var defined = Partition.defined(name, id, kind, server.nextCreated(), setup);
        var partition =
                runs
                        ? defined.activated(setup.defaultProfile(), "norm", Pending.NONE)
                                .to(RUNNING, Pending.NONE)
                                .withOsUp(Pending.NONE)
                                .withRmcUp()
                        : defined;
        return server.with(partition).counted();
    }
}
