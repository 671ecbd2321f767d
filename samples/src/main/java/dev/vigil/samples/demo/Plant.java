package dev.vigil.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SequencedMap;

/// Who lives where in the estate, as found at the beginning: it does not change when things break.
///
/// @param servers by name, in order
/// @param partitions the managed partitions
record Plant(SequencedMap<String, Site> servers, List<String> partitions) {
    /// One physical server.
    ///
    /// @param management its management partition
    /// @param system the system of the cluster that runs in it
    /// @param vios its VIO servers
    record Site(String server, String management, String system, List<String> vios) {}

    static Plant of(JsonNode truth) {
        var servers = new LinkedHashMap<String, Site>();
        for (var entry : truth.path("servers").properties()) {
            var management = entry.getValue().path("management").properties().iterator().next();
            var vios = new ArrayList<String>();
            entry.getValue().path("vios").fieldNames().forEachRemaining(vios::add);
            servers.put(
                    entry.getKey(),
                    new Site(
                            entry.getKey(),
                            management.getKey(),
                            management.getValue().path("system").asText(),
                            vios));
        }
        var partitions = new ArrayList<String>();
        truth.path("lpars").fieldNames().forEachRemaining(partitions::add);
        return new Plant(servers, partitions);
    }

    List<String> systems() {
        return servers.values().stream().map(Site::system).toList();
    }

    /// The server in whose management partition a system runs.
    Site of(String system) {
        return servers.values().stream()
                .filter(site -> site.system().equals(system))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no server has system " + system));
    }

    /// The group that keeps a partition running; the sample names them so.
    static String group(String partition) {
        return partition + "_sg";
    }

    /// The resource that is the partition.
    static String resource(String partition) {
        return partition + "_res";
    }
}
