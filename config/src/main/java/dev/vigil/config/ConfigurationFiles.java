package dev.vigil.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The files of a configuration directory, and how they are replaced: whole or not at all, even if the machine stops
/// meanwhile, and keeping what was there.
///
/// A `main.cf` that is replaced stays as `main.cf.03Dec2001.175904`, named by the time of its replacement, and as
/// `main.cf.previous`. A file that would not change is left alone.
///
/// Source: VCS Administrator's Guide, "Configuration files".
public final class ConfigurationFiles {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("ddMMMyyyy.HHmmss", Locale.ROOT);

    private ConfigurationFiles() {}

    /// Writes the files of a configuration.
    ///
    /// @param files texts by their names relative to the directory, as [ConfigurationWriter#write] gives them
    /// @param now the local time, for the names of the copies
    /// @throws IOException naming the file, if one cannot be written; files before it have been
    public static void save(Path directory, SequencedMap<String, String> files, LocalDateTime now)
            throws IOException {
        // main.cf comes last: a new main.cf must not include types that are not there yet.
        for (Map.Entry<String, String> file : files.reversed().entrySet())
            save(directory.resolve(file.getKey()), file.getValue(), now);
    }

    private static void save(Path file, String text, LocalDateTime now) throws IOException {
        if (Files.exists(file)) {
            if (text(file).filter(text::equals).isPresent()) return;
            keep(file, now);
        }
        replace(file, text);
    }

    private static Optional<String> text(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean faithful = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
        return faithful ? Optional.of(text) : Optional.empty();
    }

    private static void keep(Path file, LocalDateTime now) throws IOException {
        Path dated = file.resolveSibling(file.getFileName() + "." + STAMP.format(now));
        for (int i = 2; Files.exists(dated); i++)
            dated = file.resolveSibling(file.getFileName() + "." + STAMP.format(now) + "." + i);
        Files.copy(file, dated);
        Files.copy(
                file,
                file.resolveSibling(file.getFileName() + ".previous"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Writes a file so that at every moment either its old or its new text is there.
    ///
    /// @throws IOException if it cannot be written
    public static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        next,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
