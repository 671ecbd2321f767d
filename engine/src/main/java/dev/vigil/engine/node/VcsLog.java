package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/// A log file in VCS's form: `2011/07/10 16:08:09 VCS INFO V-16-1-10077 Received new cluster membership`.
///
/// `NAME_A.log` is written; grown too large it becomes `NAME_B.log`, and that `NAME_C.log`. Safe for several threads.
///
/// Source: Cluster Server Administrator's Guide, "VCS message logging".
public final class VcsLog implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private static final int RETRIES_PER_FILE = 8;

    private final Path directory;
    private final String name;
    private final long largestBytes;
    private BufferedWriter writer;
    private long written;
    private long rollAtBytes;

    /// Opens `NAME_A.log` to go on at its end.
    ///
    /// @param largestBytes when to begin a new file
    public VcsLog(Path directory, String name, long largestBytes) throws IOException {
        this.directory = directory;
        this.name = name;
        this.largestBytes = largestBytes;
        open();
    }

    /// Writes one line. A full disk must not stop the engine: what cannot be written goes to standard error.
    public synchronized void write(LogLine line) {
        String text =
                STAMP.format(LocalDateTime.now())
                        + " VCS "
                        + line.severity()
                        + " "
                        + line.umi()
                        + " "
                        + line.text()
                        + "\n";
        try {
            if (written + text.length() > rollAtBytes) roll();
            writer.write(text);
            writer.flush();
            written += text.length();
        } catch (IOException failed) {
            System.err.print(text);
            System.err.println(file("A") + " cannot be written: " + failed);
        }
    }

    /// Writes one line.
    public void write(LogLine.Severity severity, String umi, String text) {
        write(new LogLine(severity, umi, text));
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }

    private void open() throws IOException {
        rollAtBytes = largestBytes;
        writer =
                Files.newBufferedWriter(
                        file("A"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        written = Files.size(file("A"));
    }

    /// A file that cannot be set aside is written on, and set aside a little later.
    private void roll() throws IOException {
        try {
            writer.close();
            if (Files.exists(file("B")))
                Files.move(file("B"), file("C"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(file("A"), file("B"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            System.err.println(file("A") + " cannot be set aside: " + failed);
            open();
            rollAtBytes = written + largestBytes / RETRIES_PER_FILE;
            return;
        }
        open();
    }

    private Path file(String letter) {
        return directory.resolve(name + "_" + letter + ".log");
    }
}
