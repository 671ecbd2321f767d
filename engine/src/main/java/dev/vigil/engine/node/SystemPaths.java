package dev.vigil.engine.node;

import java.nio.file.Path;
import java.util.Map;

/// Where one system keeps its files.
///
/// `VIGIL_CONF`, `VIGIL_LIB`, `VIGIL_LOG` and `VIGIL_RUN` move the installed places; samples and tests run several
/// systems on one machine that way.
///
/// @param conf what the operator writes: `main.cf`, `types.cf`, `llttab`, `llthosts`, `gabtab`, `vxfenmode`, `secret`, `keys`
/// @param lib what must survive a restart of the machine: incarnation, accepted views, the table of what may run
/// @param log `engine_A.log`, `<Type>_A.log`, `hanode.log`
/// @param run sockets, process ids and the lease; empty after a restart of the machine
/// @param home the installed product: agents and shipped triggers
public record SystemPaths(Path conf, Path lib, Path log, Path run, Path home) {
    /// The longest path of a Unix domain socket on Linux, in bytes.
    private static final int LONGEST_SOCKET_PATH = 107;

    /// Paths from the environment, with the installed defaults.
    public static SystemPaths of(Map<String, String> environment) {
        return new SystemPaths(
                path(environment, "VIGIL_CONF", "/etc/vigil"),
                path(environment, "VIGIL_LIB", "/var/lib/vigil"),
                path(environment, "VIGIL_LOG", "/var/log/vigil"),
                path(environment, "VIGIL_RUN", "/run/vigil"),
                path(environment, "VIGIL_HOME", "/opt/vigil"));
    }

    /// had's commands, HTTP.
    public Path hadSocket() {
        return socket("had.sock");
    }

    /// had and hanode talk here, JSON lines.
    public Path nodeSocket() {
        return socket("node.sock");
    }

    /// hanode answers `lltconfig` and `lltstat` here when had is down, HTTP.
    public Path nodeControlSocket() {
        return socket("node.ctl.sock");
    }

    private Path socket(String name) {
        Path socket = run.resolve(name);
        if (socket.toString().getBytes().length > LONGEST_SOCKET_PATH)
            throw new IllegalArgumentException(
                    "the path of the socket "
                            + socket
                            + " is longer than "
                            + LONGEST_SOCKET_PATH
                            + " bytes; set VIGIL_RUN to a shorter one");
        return socket;
    }

    private static Path path(Map<String, String> environment, String name, String installed) {
        String set = environment.get(name);
        return Path.of(set == null || set.isBlank() ? installed : set).toAbsolutePath().normalize();
    }
}
