package dev.vigil.agent.host;

import dev.vigil.agent.Agent;
import dev.vigil.agent.framework.Policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

/// Where an agent host finds and keeps things.
///
/// @param agentDirectories searched in order for script agents: `<directory>/<Type>/monitor`
/// @param agents types that are Java classes; one object is made per type when it is first needed
/// @param table file that says what may be running here; beside it lie `<table>.running` and the directory `<table>.work`
/// @param logDirectory where `<Type>_A.log` is written
/// @param home VCS_HOME of scripts; the helper functions are put in its `bin`
/// @param environment added to the environment of scripts: VCS_CONF, VCS_LOG ...
/// @param secondNs how long a second of the attributes lasts, in nanoseconds; less than a real one only in tests
public record HostSettings(
        List<Path> agentDirectories,
        SortedMap<String, Supplier<Agent>> agents,
        Path table,
        Path logDirectory,
        Path home,
        Map<String, String> environment,
        long secondNs) {

    /// Settings with real seconds.
    public static HostSettings of(
            List<Path> agentDirectories,
            SortedMap<String, Supplier<Agent>> agents,
            Path table,
            Path logDirectory,
            Path home,
            Map<String, String> environment) {
        return new HostSettings(
                agentDirectories, agents, table, logDirectory, home, environment, Policy.SECOND_NS);
    }

    /// The directory for the output of running scripts.
    Path work() {
        return table.resolveSibling(table.getFileName() + ".work");
    }
}
