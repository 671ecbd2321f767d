package dev.vigil.samples.powervm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What an estate consists of, as its JSON file says. [DefinitionFile] fills in every default.
///
/// @param consoles the management consoles
/// @param control where the control pages listen
/// @param hooks commands to run when a management partition comes or goes
/// @param timings how long things take at scale 1
/// @param sessionLimit how many SSH sessions a console bears; it resets further connections
/// @param errorStream where consoles write refusals: `stdout`, as measured, or `stderr`
/// @param seedFilterQuirk whether `lssyscfg -r lpar` answers a filter on `profile_names` with profiles, as a
///     published example shows
/// @param servers the physical servers
/// @param partitions the managed partitions, each defined on every server unless it says otherwise
public record Definition(
        List<ConsoleDefinition> consoles,
        Endpoint control,
        Hooks hooks,
        Timings timings,
        int sessionLimit,
        String errorStream,
        boolean seedFilterQuirk,
        List<ServerDefinition> servers,
        List<PartitionDefinition> partitions) {

    /// Where something listens.
    ///
    /// @param address an address of this machine
    /// @param port a TCP port; 0 chooses a free one
    public record Endpoint(String address, int port) {}

    /// A management console.
    ///
    /// @param name its host name, shown in its prompt
    /// @param endpoint where its SSH server listens
    /// @param version the release it claims to be, such as `V9R1`
    public record ConsoleDefinition(String name, Endpoint endpoint, String version) {}

    /// Commands the estate runs, each an argument list and run without a shell; an empty list runs nothing.
    /// `{lpar}`, `{system}` and `{server}` in an argument are replaced.
    ///
    /// @param managementDown when the operating system of a management partition has stopped, however
    /// @param managementUp when it has come up again
    public record Hooks(List<String> managementDown, List<String> managementUp) {}

    /// A physical server.
    ///
    /// @param name its name on the consoles
    /// @param hardware what it is made of
    /// @param vios its VIO servers
    /// @param management its management partition
    public record ServerDefinition(
            String name,
            Server.Hardware hardware,
            List<Member> vios,
            ManagementDefinition management) {}

    /// A partition that belongs to one server.
    ///
    /// @param name its name
    /// @param id its number
    public record Member(String name, int id) {}

    /// The partition in which a system of the cluster runs.
    ///
    /// @param name its name
    /// @param id its number
    /// @param system the name of the cluster system
    public record ManagementDefinition(String name, int id, String system) {}

    /// A managed partition.
    ///
    /// @param name its name
    /// @param id its number on every server
    /// @param profile the name of its profile on every server
    /// @param definedOn the servers that know it
    /// @param runsOn the server it runs on from the first start on; empty for none
    /// @param rmcAddress the address its operating system reports
    /// @param attributes profile attributes that differ from the usual ones
    public record PartitionDefinition(
            String name,
            int id,
            String profile,
            List<String> definedOn,
            String runsOn,
            String rmcAddress,
            Map<String, String> attributes) {}

    /// Checks what belongs together.
    ///
    /// @throws IllegalArgumentException naming what is wrong and what to do
    public Definition {
        consoles = List.copyOf(consoles);
        servers = List.copyOf(servers);
        partitions = List.copyOf(partitions);
        if (consoles.isEmpty()) {
            throw new IllegalArgumentException("consoles: name at least one management console");
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: name at least one physical server");
        }
        if (!List.of("stdout", "stderr").contains(errorStream)) {
            throw new IllegalArgumentException(
                    "errorStream: say stdout or stderr, not " + errorStream);
        }
        if (sessionLimit < 1) {
            throw new IllegalArgumentException(
                    "sessionLimit: must be at least 1, not " + sessionLimit);
        }
        unique("console", consoles.stream().map(ConsoleDefinition::name).toList());
        unique("server", servers.stream().map(ServerDefinition::name).toList());
        var serverNames = servers.stream().map(ServerDefinition::name).toList();
        for (var partition : partitions) {
            for (var server : partition.definedOn()) {
                known(partition, "definedOn", server, serverNames);
            }
            if (!partition.runsOn().isEmpty()) {
                known(partition, "runsOn", partition.runsOn(), partition.definedOn());
            }
        }
        for (var server : servers) {
            var names = new ArrayList<String>();
            var ids = new ArrayList<String>();
            server.vios().forEach(v -> names.add(v.name()));
            server.vios().forEach(v -> ids.add(Integer.toString(v.id())));
            names.add(server.management().name());
            ids.add(Integer.toString(server.management().id()));
            for (var partition : partitions) {
                if (partition.definedOn().contains(server.name())) {
                    names.add(partition.name());
                    ids.add(Integer.toString(partition.id()));
                }
            }
            unique("partition of " + server.name(), names);
            unique("partition id of " + server.name(), ids);
        }
    }

    private static void known(
            PartitionDefinition partition, String key, String server, List<String> among) {
        if (!among.contains(server)) {
            throw new IllegalArgumentException(
                    "partitions: %s of %s names %s; it must be one of %s"
                            .formatted(key, partition.name(), server, among));
        }
    }

    private static void unique(String what, List<String> names) {
        var seen = new TreeSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        what + " " + name + " is defined twice; rename one of them");
            }
        }
    }
}
