package dev.vigil.engine.cps;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.PointClient;
import dev.vigil.engine.tls.ClusterAuthority;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.ForgedKeys;

import io.vertx.core.Vertx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The keys of a cluster of north (node 0) and south (node 1), served by a point; its clients are on the point's event loop.
final class TestCluster {
    private static final long TIMEOUT_MS = 20_000;

    private final Vertx vertx;
    private final Path directory;
    private final ClusterAuthority authority;

    TestCluster(Path directory, String name, TestPoint point) throws Exception {
        this.vertx = point.vertx();
        this.directory = directory.resolve("authority-" + name);
        this.authority = ClusterAuthority.init(this.directory, name);
        authority.addSystem(0, "north");
        authority.addSystem(1, "south");
        Files.move(authority.addPoint("cp"), point.clusters().resolve(name));
    }

    String id() {
        return authority.cluster();
    }

    Path directory() {
        return directory;
    }

    Path keys(String system) {
        return directory.resolve(system);
    }

    PointClient client(String system, TestPoint point) throws Exception {
        return client(system, point.point());
    }

    PointClient client(String system, CoordinationPoint point) throws Exception {
        return client(ClusterKeys.read(keys(system)), point);
    }

    /// A client with a certificate by this cluster's authority that names a system of another.
    PointClient forged(String cluster, int node, String name, TestPoint point) throws Exception {
        return client(ForgedKeys.make(directory, cluster, node, name), point.point());
    }

    private PointClient client(ClusterKeys keys, CoordinationPoint point) {
        return new PointClient(vertx, keys, point, TIMEOUT_MS, any -> Optional.empty());
    }
}
