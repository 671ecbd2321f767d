package dev.vigil.agent.host;

import dev.vigil.agent.ProcessOwner;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The programs of one running entry point.
///
/// Output goes to a file and not through a pipe: a daemon that an entry point leaves behind keeps the file open, which harms
/// nobody, while a pipe would keep us waiting for its end, and its other end would break when the node daemon dies.
///
/// The file is named after the process, so that a fresh node daemon finds what its predecessor left running and ends it:
/// see [#killOrphans(Path)].
final class OwnedProcesses implements ProcessOwner {
    private static final AtomicLong COUNT = new AtomicLong();
    private static final String SUFFIX = ".out";

    private final ProcessExits exits;
    private final Path work;
    private final int outputLimit;
    private final List<ChildProcess> live = new ArrayList<>();
    private boolean closed;

    /// @param exits tells when a program ends
    /// @param work directory for output
    /// @param outputLimit how many bytes of output are kept
    OwnedProcesses(ProcessExits exits, Path work, int outputLimit) {
        this.exits = exits;
        this.work = work;
        this.outputLimit = outputLimit;
    }

    @Override
    public Ended run(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Path output = work.resolve("new-" + COUNT.incrementAndGet() + SUFFIX);
        ChildProcess child = null;
        Path named = output;
        try {
            synchronized (this) {
                if (closed) throw new IOException("the entry point was ended: " + command);
                child = ChildProcess.start(exits, command, environment, output);
                live.add(child);
            }
            named = nameAfter(child, output);
            if (!child.await(limit)) {
                throw new IOException(
                        command + " did not end within " + limit.toSeconds() + " s and was killed");
            }
            return new Ended(child.exitCode(), read(named));
        } finally {
            if (child != null) {
                synchronized (this) {
                    live.remove(child);
                }
                // It ended by itself, or we are here because it must end: then with all that
                // belongs to it.
                child.kill();
            }
            Files.deleteIfExists(named);
        }
    }

    @Override
    public long startDetached(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        // Started by a shell that ends at once, so that the process is no child of ours: it needs
        // nobody to wait for it, and the
        // Java process keeps no thread for it.
        var detached =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "setsid \"$@\" </dev/null >/dev/null 2>&1 & echo $!",
                                "sh"));
        detached.addAll(command);
        Ended ended = run(detached, environment, Duration.ofSeconds(60));
        String pid = ended.output().strip();
        if (ended.exitCode() != 0 || !pid.matches("\\d+")) {
            throw new IOException(command + " could not be started: " + pid);
        }
        return Long.parseLong(pid);
    }

    /// Kills all that runs, and lets nothing be started any more.
    void close() {
        List<ChildProcess> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(live);
        }
        left.forEach(ChildProcess::kill);
    }

    /// Ends the entry points that ran when an earlier node daemon died. Nobody waits for them any more, and what they still do
    /// would come as a surprise.
    ///
    /// @return their process ids
    static List<Long> killOrphans(Path work) throws IOException {
        var killed = new ArrayList<Long>();
        try (var files = Files.newDirectoryStream(work, "*" + SUFFIX)) {
            for (Path file : files) {
                named(file)
                        .ifPresent(
                                process -> {
                                    ProcessTree.kill(process);
                                    killed.add(process.pid());
                                });
                Files.deleteIfExists(file);
            }
        }
        return killed;
    }

    private Path nameAfter(ChildProcess child, Path output) throws IOException {
        Optional<Instant> started = child.startInstant();
        if (started.isEmpty()) return output;
        return Files.move(
                output, work.resolve(child.pid() + "-" + started.get().toEpochMilli() + SUFFIX));
    }

    private static Optional<ProcessHandle> named(Path file) {
        String[] parts = file.getFileName().toString().replace(SUFFIX, "").split("-");
        if (parts.length != 2 || !parts[0].matches("\\d+")) return Optional.empty();
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(
                        process ->
                                process.info()
                                        .startInstant()
                                        .map(Instant::toEpochMilli)
                                        .filter(started -> parts[1].equals(started.toString()))
                                        .isPresent());
    }

    private String read(Path output) throws IOException {
        try (var file = new RandomAccessFile(output.toFile(), "r")) {
            long length = file.length();
            var bytes = new byte[(int) Math.min(length, outputLimit)];
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return length > outputLimit
                    ? text + "\n(" + (length - outputLimit) + " more bytes)"
                    : text;
        }
    }
}
