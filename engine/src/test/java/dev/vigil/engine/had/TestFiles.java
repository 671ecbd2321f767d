package dev.vigil.engine.had;

import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.tls.ClusterAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// The files of north (node 0), which has a cluster with south (node 1), as an operator would write them.
final class TestFiles {
    private final Path directory;
    private final Map<String, String> environment;

    TestFiles(Path directory, String vxfenmode) throws IOException {
        this.directory = directory;
        this.environment =
                Map.of(
                        "VIGIL_CONF", directory.resolve("etc").toString(),
                        "VIGIL_LIB", directory.resolve("lib").toString(),
                        "VIGIL_LOG", directory.resolve("log").toString(),
                        "VIGIL_RUN", directory.resolve("run").toString());
        Path conf = Files.createDirectories(paths().conf());
        Files.writeString(conf.resolve("llthosts"), "0 north\n1 south\n");
        Files.writeString(
                conf.resolve("llttab"),
                """
                set-node north
                set-cluster 7
                link net1 lo - udp 50000 - 127.0.0.1 -
                set-addr 1 net1 127.0.0.2
                """);
        Files.writeString(conf.resolve("gabtab"), "/sbin/gabconfig -c -n2\n");
        Files.writeString(conf.resolve("vxfenmode"), vxfenmode);
        Path secret = conf.resolve("secret");
        Files.writeString(secret, "0123456789abcdef0123456789abcdef");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    SystemPaths paths() {
        return SystemPaths.of(environment);
    }

    Map<String, String> environment() {
        return environment;
    }

    /// Puts the keys of a system where north's belong.
    Path keysOf(String system) throws Exception {
        Path authority = directory.resolve("authority");
        ClusterAuthority made = ClusterAuthority.init(authority, "shop");
        made.addSystem(0, "north");
        made.addSystem(1, "south");
        return Files.move(authority.resolve(system), paths().conf().resolve("keys"));
    }
}
