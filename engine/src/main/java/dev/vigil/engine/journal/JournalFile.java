package dev.vigil.engine.journal;

import dev.vigil.engine.node.StoredFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A journal in a file.
public final class JournalFile implements JournalDisk {
    private static final DateTimeFormatter KEPT =
            DateTimeFormatter.ofPattern("ddMMMyyyy.HHmmss", Locale.ENGLISH);

    private final Path path;
    private volatile Optional<FileChannel> open = Optional.empty();

    /// Nothing is opened yet.
    public JournalFile(Path path) {
        this.path = path;
    }

    @Override
    public byte[] read() throws IOException {
        return new StoredFile(path, true).read().orElse(new byte[0]);
    }

    @Override
    public void replace(byte[] content) throws IOException {
        new StoredFile(path, true).write(content);
        close();
    }

    @Override
    public void append(byte[] content) throws IOException {
        if (open.isEmpty()) open = Optional.of(FileChannel.open(path, StandardOpenOption.WRITE));
        FileChannel file = open.get();
        long whole = file.size();
        try {
            file.position(whole);
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) file.write(left);
        } catch (IOException full) {
            file.truncate(whole);
            throw full;
        }
    }

    @Override
    public void sync() throws IOException {
        Optional<FileChannel> file = open;
        if (file.isEmpty()) {
            syncUnopened();
            return;
        }
        try {
            file.get().force(false);
        } catch (ClosedChannelException replaced) {
            // What was appended to the old file is in the new one, which is on disk.
            return;
        }
    }

    private void syncUnopened() throws IOException {
        if (Files.notExists(path)) return;
        try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(false);
        }
    }

    @Override
    public String keepAside(byte[] content) throws IOException {
        Path aside =
                path.resolveSibling(
                        path.getFileName() + ".damaged." + KEPT.format(LocalDateTime.now()));
        Files.copy(path, aside, StandardCopyOption.REPLACE_EXISTING);
        return aside.toString();
    }

    private void close() throws IOException {
        if (open.isPresent()) open.get().close();
        open = Optional.empty();
    }
}
