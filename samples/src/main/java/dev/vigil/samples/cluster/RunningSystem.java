package dev.vigil.samples.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One system of a [RunningCluster]: what can be typed at it, what can be done to it, and what can be seen of it.
///
/// What breaks something is typed as `hafault`, whose words everything takes that has a variable number of them.
public final class RunningSystem {
    /// How long a command may take.
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningCluster cluster;
    private final String name;
    private final Path directory;

    RunningSystem(RunningCluster cluster, String name, Path directory) {
        this.cluster = cluster;
        this.name = name;
        this.directory = directory;
    }

    /// One of the two processes that make a system a member.
    public enum Daemon {
        /// The engine.
        HAD("had"),
        /// The node daemon.
        HANODE("hanode"),
        /// Both at once.
        BOTH("both");

        private final String word;

        Daemon(String word) {
            this.word = word;
        }

        /// Its name, as in `ps`.
        public String word() {
            return word;
        }
    }

    /// What a command printed, and its exit status.
    ///
    /// @param exit 0 when it was carried out
    /// @param out stdout
    /// @param err stderr
    public record Typed(int exit, List<String> out, List<String> err) {
        /// Whether it was carried out.
        public boolean ok() {
            return exit == 0;
        }

        /// All that was printed.
        public String text() {
            var all = new ArrayList<>(out);
            all.addAll(err);
            return String.join("\n", all);
        }
    }

    /// Its name in `main.cf`.
    public String name() {
        return name;
    }

    /// A file of this system, such as `log/engine_A.log` or `etc/main.cf`.
    public Path file(String path) {
        return directory.resolve(path);
    }

    /// Types a command, and waits for its end for a minute.
    ///
    /// @throws IOException if the daemon that carries it out does not answer
    public Typed type(String... words) throws IOException {
        return type(LIMIT, words);
    }

    /// Types a command.
    ///
    /// @param limit how long to wait for its end
    /// @throws IOException if the daemon that carries it out does not answer in time
    public Typed type(Duration limit, String... words) throws IOException {
        boolean fault = words[0].equals("hafault");
        var http = new DaemonHttp(file(fault ? "run/node.ctl.sock" : "run/had.sock"));
        byte[] body = (String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8);
        return typed(http.ask("POST", "/command", body, limit));
    }

    private static Typed typed(String transcript) throws IOException {
        var out = new ArrayList<String>();
        var err = new ArrayList<String>();
        for (String line : transcript.split("\n")) {
            if (line.startsWith("o ")) out.add(line.substring(2));
            if (line.startsWith("e ")) err.add(line.substring(2));
            if (line.startsWith("x "))
                return new Typed(Integer.parseInt(line.substring(2)), out, err);
        }
        throw new IOException("the daemon ended in the middle of its answer");
    }

    /// Types a command that has to succeed.
    ///
    /// @throws AssertionError with what it printed, if it did not
    public Typed must(String... words) throws IOException {
        Typed typed = type(words);
        if (!typed.ok())
            throw new AssertionError(String.join(" ", words) + " on " + name + ": " + typed.text());
        return typed;
    }

    private void fault(List<String> words) throws IOException {
        must(words.toArray(String[]::new));
    }

    private static List<String> words(String verb, String... more) {
        List<String> words = new ArrayList<>(List.of("hafault", verb));
        words.addAll(List.of(more));
        return words;
    }

    /// Cuts links: `cut()`, `cut("net1")`, `cut("net1", "-peer", "sys2", "-dir", "in")`.
    public void cut(String... traffic) throws IOException {
        fault(words("-cut", traffic));
    }

    /// Makes everything late.
    public void delay(long ms, String... traffic) throws IOException {
        List<String> words = words("-delay", traffic);
        words.add(2, Long.toString(ms));
        fault(words);
    }

    /// Loses a share of everything.
    public void lose(int percent, String... traffic) throws IOException {
        List<String> words = words("-lose", traffic);
        words.add(2, percent + "%");
        fault(words);
    }

    /// Delivers everything twice.
    public void duplicate(String... traffic) throws IOException {
        fault(words("-dup", traffic));
    }

    /// Ends faults: `heal()` all of them, else as for [#cut(String...)].
    public void heal(String... traffic) throws IOException {
        fault(words("-heal", traffic));
    }

    /// Makes an entry point misbehave: `misbehave("app", "monitor", "-hang")`.
    public void misbehave(String resource, String entry, String... how) throws IOException {
        List<String> words = words("-resource", resource, "-entry", entry);
        words.addAll(List.of(how));
        fault(words);
    }

    /// Kills a daemon as `kill -9` does.
    public void kill(Daemon daemon) throws IOException {
        fault(words("-kill", daemon.word));
    }

    /// Stops a daemon, and lets it go on after a while.
    public void pause(Daemon daemon, Duration time) throws IOException {
        fault(words("-pause", daemon.word, "-for", Double.toString(time.toMillis() / 1000.0)));
    }

    /// Kills all processes of the system, as the loss of its power would.
    public void off() throws IOException, InterruptedException {
        cluster.off(name);
    }

    /// Starts it again after [#off()].
    public void on() throws IOException, InterruptedException {
        cluster.on(name);
    }

    /// The state of the cluster as this system's engine has it, as `/state` tells it; nothing if it does not answer.
    public Optional<JsonNode> state() {
        try {
            return Optional.of(
                    JSON.readTree(
                            new DaemonHttp(file("run/had.sock"))
                                    .ask("GET", "/state", new byte[0], LOOK)));
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    /// Whether this system sees itself RUNNING.
    public boolean running() {
        return state().filter(seen -> seesRunning(seen, name)).isPresent();
    }

    static boolean seesRunning(JsonNode state, String system) {
        return state.path("systems").path(system).path("state").asText().equals("RUNNING");
    }

    /// The process of a daemon; nothing if it does not run.
    public OptionalLong pid(Daemon daemon) {
        try {
            long pid =
                    Long.parseLong(Files.readString(file("run/" + daemon.word + ".pid")).strip());
            return ProcessHandle.of(pid).isPresent() ? OptionalLong.of(pid) : OptionalLong.empty();
        } catch (IOException | NumberFormatException absent) {
            return OptionalLong.empty();
        }
    }

    /// All processes of the system: its daemons, and what its agents started.
    public List<Long> processes() throws IOException {
        String mark = "VIGIL_MACHINE=" + directory.toRealPath();
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> environment(pid).contains(mark))
                .toList();
    }

    private static List<String> environment(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
