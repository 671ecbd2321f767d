package dev.vigil.engine.tls;

import java.nio.file.Path;

/// Keys as the administrator of one cluster can make them to pass for a system of another.
public final class ForgedKeys {
    private ForgedKeys() {}

    /// Keys signed by the authority in `directory` that say they are a system of `cluster`.
    public static ClusterKeys make(Path directory, String cluster, int node, String name)
            throws Exception {
        Path made =
                ClusterAuthority.open(directory)
                        .add(
                                new Identity.OfSystem(cluster, node, name),
                                directory.resolve("forged"));
        return ClusterKeys.read(made);
    }
}
