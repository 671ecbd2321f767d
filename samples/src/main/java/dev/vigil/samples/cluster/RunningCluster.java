package dev.vigil.samples.cluster;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A cluster of real processes on this machine, made of a directory with a `main.cf`, with files of its own for each system.
///
/// The directory is what `./vigil up` takes: `main.cf`, further `.cf` files, `agents/`, timers in `llttab`, and `hafault.allow` if anything
/// is to be broken. `@RUN@` in a `.cf` file stands for the directory of the running cluster.
public final class RunningCluster implements AutoCloseable {
    private static final Duration LAUNCHER = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long LOOK_AGAIN_MS = 50;
    private static final int LOG_LINES = 40;

    private final Path home;
    private final Path runs;
    private final Path directory;
    private final SequencedMap<String, RunningSystem> systems = new LinkedHashMap<>();

    private RunningCluster(Path home, Path source, Path runs) {
        this.home = home;
        this.runs = runs;
        this.directory = runs.resolve(source.getFileName());
    }

    /// Starts a cluster and returns when all its systems are RUNNING.
    ///
    /// @param home where Vigil is, built
    /// @param source the directory with `main.cf`
    /// @param runs where its files go; its path has to be short, as sockets lie in it
    /// @throws IOException with the launcher's words, if it does not start
    public static RunningCluster start(Path home, Path source, Path runs)
            throws IOException, InterruptedException {
        var cluster = new RunningCluster(home, source.toRealPath(), runs.toAbsolutePath());
        Files.createDirectories(runs);
        try {
            cluster.start(source.toRealPath());
            return cluster;
        } catch (OccupiedException others) {
            throw others;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            try {
                cluster.close();
            } catch (IOException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    /// Another cluster runs there, which is not to be ended.
    private static final class OccupiedException extends IOException {
        OccupiedException(String said) {
            super("the cluster does not start: " + said);
        }
    }

    private void start(Path source) throws IOException, InterruptedException {
        String said = launch("up", source.toString());
        if (said.contains("stop it first")) throw new OccupiedException(said);
        if (!Files.exists(directory.resolve("systems")))
            throw new IOException("the cluster does not start: " + said);
        for (String name : Files.readAllLines(directory.resolve("systems")))
            systems.put(name, new RunningSystem(this, name, directory.resolve(name)));
        if (!await(PATIENCE, this::allRunning))
            throw new IOException("the cluster does not start: " + said + "\n" + logs());
    }

    /// The directory of the running cluster, `@RUN@` in its configuration.
    public Path directory() {
        return directory;
    }

    /// All systems, in the order of `main.cf`.
    public List<RunningSystem> systems() {
        return List.copyOf(systems.values());
    }

    /// A system by its name.
    ///
    /// @throws IllegalArgumentException if the cluster has none of that name
    public RunningSystem system(String name) {
        RunningSystem system = systems.get(name);
        if (system == null)
            throw new IllegalArgumentException(
                    "there is no system " + name + "; there are " + systems.keySet());
        return system;
    }

    /// The state of the cluster as the first engine has it that answers as a member.
    public Optional<JsonNode> state() {
        return systems.values().stream()
                .map(RunningSystem::state)
                .flatMap(Optional::stream)
                .filter(state -> state.path("view").path("active").asBoolean())
                .findFirst();
    }

    /// Where a group is ONLINE, in the eyes of the first engine that answers as a member.
    public SortedSet<String> online(String group) {
        return state().map(state -> online(state, group)).orElseGet(TreeSet::new);
    }

    /// Whether a group has faulted on a system, in the eyes of the first engine that answers as a member.
    public boolean faulted(String group, String system) {
        return state().stream()
                .map(state -> state.path("groups").path(group).path("systems").path(system))
                .anyMatch(on -> on.path("state").asText().contains("FAULTED"));
    }

    /// Where a group is ONLINE according to a state.
    public static SortedSet<String> online(JsonNode state, String group) {
        SortedSet<String> online = new TreeSet<>();
        state.path("groups")
                .path(group)
                .path("systems")
                .properties()
                .forEach(
                        on -> {
                            if (on.getValue().path("state").asText().equals("ONLINE"))
                                online.add(on.getKey());
                        });
        return online;
    }

    /// Whether every system sees every system RUNNING.
    public boolean allRunning() {
        for (RunningSystem asked : systems.values()) {
            Optional<JsonNode> state = asked.state();
            if (state.isEmpty()) return false;
            for (String name : systems.keySet()) {
                if (!RunningSystem.seesRunning(state.get(), name)) return false;
            }
        }
        return true;
    }

    /// Waits for a group, for 90 s unless told otherwise.
    public GroupWait await(String group) {
        return new GroupWait(this, group, PATIENCE);
    }

    /// Waits until every system sees every system RUNNING.
    ///
    /// @throws AssertionError with the logs, if that does not come about within 90 s
    public void awaitAllRunning() throws IOException, InterruptedException {
        if (!await(PATIENCE, this::allRunning))
            throw new AssertionError("not all systems are RUNNING\n" + logs());
    }

    /// The lines of a file below [#directory()], such as one that resources write; none if there is no such file.
    public List<String> lines(String file) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    /// Something that becomes so.
    @FunctionalInterface
    public interface Condition {
        /// Whether it is so now.
        boolean holds() throws IOException;
    }

    /// Waits until something is so.
    ///
    /// @return whether it was within the limit
    public boolean await(Duration limit, Condition condition)
            throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > untilNs) return false;
            Thread.sleep(LOOK_AGAIN_MS);
        }
        return true;
    }

    /// The ends of all logs.
    public String logs() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(directory)) {
            for (Path log :
                    files.filter(file -> file.toString().matches(".*/log/[^/]*\\.(log|out)"))
                            .sorted()
                            .toList()) {
                List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                text.append("==> ").append(directory.relativize(log)).append('\n');
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /// Kills all processes of a system or coordination point, like a lost power supply.
    public void off(String name) throws IOException, InterruptedException {
        launch("off", name);
    }

    /// Starts it again after [#off(String)].
    public void on(String name) throws IOException, InterruptedException {
        launch("on", name);
    }

    private String launch(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        command.addFirst(home.resolve("vigil").toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("VIGIL_"));
        builder.environment().put("VIGIL_RUNS", runs.toString());
        builder.environment().put("VIGIL_BUILD", "no");
        Path output = Files.createTempFile("vigil", ".out");
        try {
            Process process = builder.redirectOutput(output.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(LAUNCHER.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " does not end");
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    /// Ends all processes of the cluster; its files stay.
    @Override
    public void close() throws IOException {
        try {
            launch("down");
            for (RunningSystem system : systems.values()) launch("off", system.name());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
