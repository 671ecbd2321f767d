package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Why the node daemon of this system has left for good, for an engine that would wait for another.
///
/// @param file in `/run`
public record LastWords(Path file) {
    /// Those of the node daemon whose files are there.
    public static LastWords of(SystemPaths paths) {
        return new LastWords(paths.run().resolve("hanode.left"));
    }

    /// Says them. The reason is in the log as well: an engine that cannot be told waits in vain, and does no harm.
    void say(String reason) throws IOException {
        new StoredFile(file, false).write((reason + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A node daemon runs.
    void takeBack() throws IOException {
        Files.deleteIfExists(file);
    }

    /// The reason; nothing if a node daemon runs or is going to, and while that cannot be read.
    public Optional<String> reason() {
        try {
            return new StoredFile(file, false)
                    .read()
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
