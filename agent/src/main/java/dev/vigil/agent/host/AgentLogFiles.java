package dev.vigil.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The agents' log files, one per type: `<Type>_A.log`, of bounded size. A full one becomes `<Type>_B.log`, that one
/// `<Type>_C.log`.
///
/// A line is `2011/07/10 10:38:23 VCS WARNING V-16-2-23331 Oracle:VRT:monitor:text`.
final class AgentLogFiles {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

    private final Path directory;
    private final Clock clock;
    private boolean closed;

    AgentLogFiles(Path directory, Clock clock) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.clock = clock;
    }

    /// Appends a line.
    ///
    /// @param limitBytes LogFileSize of the type
    /// @throws IOException if the file can't be written
    synchronized void write(String type, long limitBytes, String severity, String umi, String text)
            throws IOException {
        if (closed) return;
        Path file = file(type, 'A');
        if (Files.exists(file) && Files.size(file) >= limitBytes) rotate(type);
        String line =
                STAMP.format(LocalDateTime.now(clock))
                        + " VCS "
                        + severity
                        + " "
                        + umi
                        + " "
                        + text
                        + "\n";
        Files.writeString(
                file,
                line,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /// Nothing is written any more.
    synchronized void close() {
        closed = true;
    }

    private void rotate(String type) throws IOException {
        if (Files.exists(file(type, 'B'))) move(file(type, 'B'), file(type, 'C'));
        move(file(type, 'A'), file(type, 'B'));
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String type, char letter) {
        return directory.resolve(type + "_" + letter + ".log");
    }
}
