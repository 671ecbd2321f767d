package dev.vigil.samples;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A sample that runs for a test: real processes, started by the launcher in a directory of their own, ended with the test.
///
/// What is waited for is what an operator would see. Where a wait fails, the ends of all logs are part of the failure.
final class RunningSample implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int LOG_LINES = 40;

    private final Path home =
            Path.of(System.getProperty("vigil.root")).toAbsolutePath().normalize();
    private final ObjectMapper json = new ObjectMapper();
    private final Path runs;
    private final String sample;

    private RunningSample(Path runs, String sample) {
        this.runs = runs;
        this.sample = sample;
    }

    /// Starts a sample as it was built, and returns when all its systems are RUNNING.
    ///
    /// @param runs an empty directory with a short path: sockets lie in it
    static RunningSample up(Path runs, String sample) throws IOException, InterruptedException {
        var running = new RunningSample(runs, sample);
        Typed up = running.run(List.of(running.home.resolve("vigil").toString(), "up", sample), "");
        if (up.exit() != 0) {
            String logs = running.logs();
            running.close();
            throw new AssertionError("vigil up " + sample + ": " + up + "\n" + logs);
        }
        return running;
    }

    /// What a command printed, and its exit status.
    record Typed(int exit, String text) {}

    /// Types an operator's command at a system.
    Typed at(String system, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, home.resolve("bin").resolve(words[0]).toString());
        return run(command, system);
    }

    /// Runs the launcher.
    Typed vigil(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        command.addFirst(home.resolve("vigil").toString());
        return run(command, "");
    }

    /// Kills a daemon of a system with -9.
    ///
    /// @return the process that was killed
    long kill(String system, String daemon) throws IOException {
        long pid = pid(system, daemon);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        return pid;
    }

    /// The process of a daemon, as hashadow notes it.
    long pid(String system, String daemon) throws IOException {
        return Long.parseLong(Files.readString(file(system, "run/" + daemon + ".pid")).strip());
    }

    /// A file of a system.
    Path file(String system, String name) {
        return runs.resolve(sample).resolve(system).resolve(name);
    }

    /// The systems on which a group is ONLINE, as one system sees it.
    SortedSet<String> online(String seenBy, String group) throws IOException, InterruptedException {
        SortedSet<String> systems = new TreeSet<>();
        JsonNode states = state(seenBy).path("groups").path(group).path("systems");
        states.properties()
                .forEach(
                        on -> {
                            if (on.getValue().path("state").asText().equals("ONLINE"))
                                systems.add(on.getKey());
                        });
        return systems;
    }

    /// SysState of a system, as another one sees it; "" if that one does not answer.
    String sysState(String seenBy, String system) throws IOException, InterruptedException {
        return state(seenBy).path("systems").path(system).path("state").asText();
    }

    /// The state of the cluster as a system's engine has it; empty if it does not answer.
    JsonNode state(String system) throws IOException, InterruptedException {
        Typed got =
                run(
                        List.of(
                                "curl",
                                "--silent",
                                "--max-time",
                                "5",
                                "--unix-socket",
                                file(system, "run/had.sock").toString(),
                                "http://vigil/state"),
                        "");
        return got.exit() == 0 ? json.readTree(got.text()) : json.createObjectNode();
    }

    /// A condition that may ask the cluster.
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Waits until something is so.
    ///
    /// @param what it is called in a failure
    void until(String what, Condition condition) throws IOException {
        try {
            await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(condition::holds);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "\n" + logs(), late);
        }
    }

    /// Ends all processes of the sample.
    @Override
    public void close() throws IOException {
        try {
            vigil("down");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Typed run(List<String> command, String system)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("VIGIL_"));
        builder.environment().put("VIGIL_RUNS", runs.toString());
        // The test runs what its build has made.
        builder.environment().put("VIGIL_BUILD", "no");
        if (!system.isEmpty()) builder.environment().put("VIGIL_SYSTEM", system);
        Path output = Files.createTempFile(runs, "typed", ".out");
        Process process = builder.redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT.toSeconds() * 2, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " does not end");
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        return new Typed(process.exitValue(), text);
    }

    private String logs() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(runs)) {
            for (Path log :
                    files.filter(file -> file.toString().matches(".*/log/[^/]*\\.(log|out)"))
                            .sorted()
                            .toList()) {
                List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                text.append("==> ").append(runs.relativize(log)).append('\n');
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }
}
