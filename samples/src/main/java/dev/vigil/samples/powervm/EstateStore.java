package dev.vigil.samples.powervm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The estate's file: the whole truth as JSON, replaced as a whole at every change.
///
/// @param file where it is
record EstateStore(Path file) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /// What was saved, if anything was.
    ///
    /// @throws IOException if the file cannot be read or is not an estate's
    Optional<Estate> load() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Estate.class));
        } catch (JsonProcessingException other) {
            throw new IOException(
                    "%s does not hold an estate of this version (%s); remove it to begin anew"
                            .formatted(file, other.getOriginalMessage()),
                    other);
        }
    }

    /// Saves. A crash at any moment leaves the old file or the new one.
    void save(Estate estate) throws IOException {
        replace(file, JSON.writeValueAsBytes(estate));
    }

    /// Replaces a file as a whole.
    static void replace(Path file, byte[] content) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(false);
        }
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
