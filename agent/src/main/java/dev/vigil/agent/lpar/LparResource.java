package dev.vigil.agent.lpar;

import dev.vigil.agent.ResourceDefinition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the attributes of an LPAR resource say on this system.
///
/// @param partition LPARName
/// @param server the managed system that hosts this system of the cluster: its PhysicalServer
/// @param otherServers managed systems that host other systems of the cluster
/// @param hmcs MCUser and MCName, element by element, in the order in which they are asked
/// @param vios VIOSName: all VIO servers that serve the partition on `server`; empty if their failure is not to matter
/// @param profileFile ProfileFile, if set
/// @param removeOnOffline RemoveProfileOnOffline, and there is a ProfileFile
record LparResource(
        String partition,
        String server,
        SortedSet<String> otherServers,
        List<HmcAddress> hmcs,
        List<String> vios,
        Optional<Path> profileFile,
        boolean removeOnOffline) {
    private static final String SERVER = "PhysicalServer";

    /// Reads and checks the attributes.
    ///
    /// @throws IllegalArgumentException naming the attribute and what to do, if one is missing or wrong
    static LparResource of(ResourceDefinition definition) {
        String partition = scalar(definition, "LPARName");
        if (partition.isBlank()) {
            throw new IllegalArgumentException(
                    "LPARName is not set: hares -modify "
                            + definition.name()
                            + " LPARName <partition>");
        }
        String server = definition.system().getOrDefault(SERVER, "");
        if (server.isBlank()) {
            String system = definition.system().getOrDefault("SysName", "<system>");
            throw new IllegalArgumentException(
                    SERVER
                            + " of system "
                            + system
                            + " is not set: hasys -modify "
                            + system
                            + " "
                            + SERVER
                            + " <managed system> (lssyscfg -r sys -F name)");
        }
        var others = new TreeSet<String>();
        definition
                .system()
                .forEach(
                        (attribute, value) -> {
                            if (attribute.startsWith(SERVER)
                                    && !value.isBlank()
                                    && !value.equals(server)) {
                                others.add(value);
                            }
                        });
        String file = scalar(definition, "ProfileFile");
        return new LparResource(
                partition,
                server,
                others,
                hmcs(definition),
                vector(definition, "VIOSName"),
                file.isBlank() ? Optional.empty() : Optional.of(Path.of(file)),
                !file.isBlank() && scalar(definition, "RemoveProfileOnOffline").equals("1"));
    }

    private static List<HmcAddress> hmcs(ResourceDefinition definition) {
        List<String> names = vector(definition, "MCName");
        List<String> users = vector(definition, "MCUser");
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "MCName is not set: it lists the HMCs of server "
                            + definition.system().get(SERVER));
        }
        if (names.size() != users.size()) {
            throw new IllegalArgumentException(
                    "MCUser has "
                            + users.size()
                            + " elements and MCName "
                            + names.size()
                            + ": there must be one user for each HMC");
        }
        List<HmcAddress> hmcs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            hmcs.add(HmcAddress.of(users.get(i), names.get(i)));
        }
        return List.copyOf(hmcs);
    }

    private static String scalar(ResourceDefinition definition, String attribute) {
        List<String> values = definition.attributes().getOrDefault(attribute, List.of());
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    private static List<String> vector(ResourceDefinition definition, String attribute) {
        return definition.attributes().getOrDefault(attribute, List.of()).stream()
                .filter(item -> !item.isBlank())
                .toList();
    }
}
