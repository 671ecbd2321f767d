package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// How many file descriptors a process has in use, and how many it may have.
public final class Descriptors {
    /// Fewer left than that part of all are few.
    private static final int FEW = 8;

    private final Path process;
    private final String who;

    /// Those of another process, or one made up.
    ///
    /// @param process its directory in `/proc`
    /// @param who it is, for people
    Descriptors(Path process, String who) {
        this.process = process;
        this.who = who;
    }

    /// Those of this process.
    ///
    /// @param who it is, for people
    public static Descriptors ofThisProcess(String who) {
        return new Descriptors(Path.of("/proc/self"), who);
    }

    /// What an operator should know if few are left.
    public Optional<String> shortage() {
        try {
            long most = most();
            long used = used();
            return most - used >= most / FEW
                    ? Optional.empty()
                    : Optional.of(said(used + " of " + most + " are in use"));
        } catch (IOException none) {
            return Optional.of(said("none is left (" + none.getMessage() + ")"));
        }
    }

    private String said(String how) {
        return who
                + " runs short of file descriptors: "
                + how
                + "; without them it takes no connections and writes no files. See what has them"
                + " (ls -l /proc/PID/fd), and raise the limit: LimitNOFILE of systemd, or ulimit -n"
                + " before it is started";
    }

    private long used() throws IOException {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.count();
        }
    }

    private long most() throws IOException {
        try (Stream<String> limits = Files.lines(process.resolve("limits"))) {
            return limits.filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[3])
                    .filter(number -> number.matches("[0-9]+"))
                    .findFirst()
                    .map(Long::parseLong)
                    .orElse(Long.MAX_VALUE);
        }
    }
}
