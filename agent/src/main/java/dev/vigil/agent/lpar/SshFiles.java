package dev.vigil.agent.lpar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The directory with the agent's private keys and the HMCs' host keys.
///
/// @param directory holds `id_ecdsa` or `id_rsa` (OpenSSH or PEM, without a passphrase) and `known_hosts`
public record SshFiles(Path directory) {
    private static final List<String> KEY_NAMES = List.of("id_ecdsa", "id_rsa");

    /// The directory `ssh` under `VIGIL_CONF` (unset: `/etc/vigil`) if it exists, else `.ssh` of the user.
    public static SshFiles of(Map<String, String> environment, Path home) {
        Path own = Path.of(environment.getOrDefault("VIGIL_CONF", "/etc/vigil"), "ssh");
        return new SshFiles(Files.isDirectory(own) ? own : home.resolve(".ssh"));
    }

    /// The key files that exist, in the order in which they are offered.
    public List<Path> keyFiles() {
        return Stream.concat(KEY_NAMES.stream(), Stream.of("id_ed25519"))
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    /// The file with the host keys that are trusted.
    public Path knownHosts() {
        return directory.resolve("known_hosts");
    }
}
