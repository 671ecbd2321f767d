package dev.vigil.engine.cps;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The clusters that a point serves: a directory of keys for each, as `vigil-keys -addpoint` makes them. Every cluster has an authority of its own, and
/// none can speak for another.
///
/// A directory that is added while the point runs is found when the cluster first connects.
final class ServedClusters {
    /// One of them.
    ///
    /// @param name the directory's
    record Served(String name, ClusterKeys keys, PointStore store) {}

    private final Path directory;
    private final Path memory;
    private final Consumer<String> problems;
    private final SortedMap<String, Served> byId = new TreeMap<>();
    private long looked;

    /// None yet.
    ///
    /// @param directory of the clusters' directories
    /// @param memory where the stored memories lie
    /// @param problems is told what is wrong with a directory, or with a memory
    ServedClusters(Path directory, Path memory, Consumer<String> problems) {
        this.directory = directory;
        this.memory = memory;
        this.problems = problems;
    }

    /// The cluster with an id.
    synchronized Optional<Served> find(String cluster) {
        return Optional.ofNullable(byId.get(cluster));
    }

    /// Those that are served.
    synchronized Collection<Served> all() {
        return List.copyOf(byId.values());
    }

    /// The cluster that a client names; looks for new directories if it is not known.
    ///
    /// @param atNs when, monotonic; a stranger who names many clusters does not make the point read its directory each time
    synchronized Optional<ClusterKeys> named(String serverName, long atNs) {
        Optional<ClusterKeys> known = known(serverName);
        if (known.isPresent() || atNs - looked < 1_000_000_000L) return known;
        look(atNs);
        return known(serverName);
    }

    /// Takes in directories that are new.
    synchronized void look(long atNs) {
        looked = atNs;
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path each : entries.filter(Files::isDirectory).sorted().toList()) take(each);
        } catch (IOException unreadable) {
            problems.accept(
                    directory
                            + " cannot be read ("
                            + unreadable
                            + "); it must hold a directory of keys for each cluster, made with"
                            + " vigil-keys -addpoint");
        }
    }

    private void take(Path each) {
        String name = each.getFileName().toString();
        if (byId.values().stream().anyMatch(served -> served.name().equals(name))) return;
        try {
            ClusterKeys keys = ClusterKeys.read(each);
            String cluster = keys.identity().cluster();
            Served same = byId.get(cluster);
            if (same != null)
                throw new BadFileException(
                        each, "is of the same cluster as " + same.name(), "remove one of the two");
            if (!(keys.identity() instanceof Identity.OfPoint))
                throw new BadFileException(
                        each,
                        "holds the keys of " + keys.identity() + ", which is no point",
                        "make keys with vigil-keys -addpoint");
            if (!cluster.matches("[A-Za-z0-9-]+"))
                throw new BadFileException(
                        each, "\"" + cluster + "\" is no id of a cluster", "make new keys");
            PointStore store = PointStore.open(memory, cluster);
            store.damage()
                    .ifPresent(
                            damage ->
                                    problems.accept(
                                            damage
                                                    + ". Cluster "
                                                    + name
                                                    + " is not served until its systems are known"
                                                    + " to be down, or all registered elsewhere,"
                                                    + " and cpsadm -a rm_clus is given"));
            byId.put(cluster, new Served(name, keys, store));
        } catch (BadFileException bad) {
            problems.accept(bad.getMessage());
        }
    }

    private Optional<ClusterKeys> known(String serverName) {
        return byId.values().stream()
                .map(Served::keys)
                .filter(keys -> keys.serverName().equals(serverName))
                .findFirst();
    }
}
