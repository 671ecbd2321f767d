package dev.vigil.samples.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.vigil.samples.cluster.DaemonHttp;
import dev.vigil.samples.demo.Commands;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The cluster that is measured: `samples/bench`, started by the launcher on this machine.
final class Cluster {
    static final String SAMPLE = "bench";
    static final List<String> SYSTEMS = List.of("bench1", "bench2", "bench3");
    static final List<String> GROUPS = List.of("one", "chain");
    static final long PEERINACT_MS = 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LAST_HEARD =
            Pattern.compile("last heard at ([0-9]+)\\.([0-9]{6}) s");

    private final Path home;
    private final Commands commands;

    Cluster(Path home) {
        this.home = home;
        this.commands = new Commands(home);
    }

    Path directory() {
        return home.resolve("run").resolve(SAMPLE);
    }

    Truth truth() throws IOException {
        return Truth.at(directory().resolve("truth"));
    }

    /// Types a command at a system and insists that it is accepted.
    void order(String system, String... words) throws IOException, InterruptedException {
        Commands.Typed typed = commands.at(system, words);
        if (!typed.ok()) {
            throw new IOException(String.join(" ", words) + ": " + typed.text());
        }
    }

    int launcher(String... words) throws IOException, InterruptedException {
        return commands.vigil(words);
    }

    /// Whether a system sees all systems RUNNING.
    boolean allRunning() throws IOException, InterruptedException {
        for (String system : SYSTEMS) {
            if (!commands.at(system, "hasys", "-state", system).out().strip().equals("RUNNING")) {
                return false;
            }
        }
        return true;
    }

    /// Where a group is ONLINE in the eyes of a system, "" if nowhere.
    String holder(String asked, String group) throws IOException, InterruptedException {
        for (String system : SYSTEMS) {
            String state =
                    commands.at(asked, "hagrp", "-state", group, "-sys", system).out().strip();
            if (state.equals("|ONLINE|")) {
                return system;
            }
        }
        return "";
    }

    /// Whether every group is ONLINE somewhere in the eyes of a system.
    boolean settled(String asked) throws IOException, InterruptedException {
        for (String group : GROUPS) {
            if (holder(asked, group).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /// Makes all groups run on one system, all systems being RUNNING.
    void gather(String holder) throws IOException, InterruptedException {
        await("all systems are RUNNING", this::allRunning);
        await("all groups are ONLINE", () -> settled(holder));
        for (String group : GROUPS) {
            for (String system : SYSTEMS) {
                commands.at(holder, "hagrp", "-clear", group, "-sys", system);
            }
            if (!holder(holder, group).equals(holder)) {
                order(holder, "hagrp", "-switch", group, "-to", holder);
            }
        }
        for (String group : GROUPS) {
            await(group + " is ONLINE on " + holder, () -> holder(holder, group).equals(holder));
        }
    }

    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Waits until something is so, looking every 20 ms.
    ///
    /// @throws IOException if it is not within 90 s
    void await(String what, Condition condition) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(limit)) {
                throw new IOException(
                        "after " + PATIENCE.toSeconds() + " s it is not so that " + what);
            }
            Thread.sleep(20);
        }
    }

    /// The state of the cluster as a system's engine has it.
    ///
    /// @throws IOException if it does not answer
    JsonNode state(String system) throws IOException {
        return JSON.readTree(page(system, "/state"));
    }

    private String page(String system, String path) throws IOException {
        Path socket = directory().resolve(system).resolve("run/had.sock");
        return new DaemonHttp(socket).ask("GET", path, new byte[0], LOOK);
    }

    /// The values of a metric of a system's engine, one for each set of labels.
    List<Double> metric(String system, String name) throws IOException {
        return page(system, "/metrics")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    /// Whether a system sees another in a state; not so if it does not answer.
    boolean sees(String asked, String other, String state) {
        try {
            return state(asked).path("systems").path(other).path("state").asText().equals(state);
        } catch (IOException silent) {
            return false;
        }
    }

    /// Whether every system sees every one RUNNING.
    boolean allSeeAllRunning() {
        return SYSTEMS.stream()
                .allMatch(
                        asked -> SYSTEMS.stream().allMatch(other -> sees(asked, other, "RUNNING")));
    }

    /// Whether all groups are ONLINE, and not on a system that is lost, in the eyes of another.
    boolean runsWithout(String asked, String lost) throws IOException, InterruptedException {
        for (String group : GROUPS) {
            String holder = holder(asked, group);
            if (holder.isEmpty() || holder.equals(lost)) return false;
        }
        return true;
    }

    /// Kills the engine of a system, and nothing else there.
    ///
    /// @return the moment before, wall clock, microseconds
    long killEngine(String system) throws IOException, InterruptedException {
        String pid = pid(system, "had");
        long atUs = nowUs();
        int exit = new ProcessBuilder("kill", "-9", pid).inheritIO().start().waitFor();
        if (exit != 0) throw new IOException("the engine of " + system + " could not be killed");
        return atUs;
    }

    /// All processes of a system: its daemons, and what its agents started.
    List<Long> processes(String system) throws IOException {
        byte[] mark =
                ("VIGIL_MACHINE=" + directory().resolve(system).toRealPath())
                        .getBytes(StandardCharsets.UTF_8);
        String wanted = new String(mark, StandardCharsets.UTF_8);
        var found = new ArrayList<Long>();
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (environment(process.pid()).contains(wanted)) {
                found.add(process.pid());
            }
        }
        return found;
    }

    private static List<String> environment(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /// Kills everything of a system at once.
    ///
    /// @return the moment before, wall clock, microseconds
    long kill(String system) throws IOException, InterruptedException {
        var command = new ArrayList<String>(List.of("kill", "-9"));
        processes(system).forEach(pid -> command.add(Long.toString(pid)));
        long atUs = nowUs();
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        truth().died(system, nowUs());
        if (exit != 0) {
            throw new IOException("not all processes of " + system + " could be killed");
        }
        return atUs;
    }

    /// Starts a killed system again, as after a power failure.
    void boot(String system) throws IOException, InterruptedException {
        launcher("off", system);
        launcher("on", system);
    }

    /// When the last packet of a lost system came to any survivor, wall clock, microseconds; from what the survivors logged about the loss since a moment.
    OptionalLong lastHeardUs(String lost, long sinceUs) throws IOException {
        long offsetUs = nowUs() - System.nanoTime() / 1000;
        long latest = Long.MIN_VALUE;
        for (String survivor : SYSTEMS) {
            if (survivor.equals(lost)) {
                continue;
            }
            Path log = directory().resolve(survivor).resolve("log").resolve("engine_A.log");
            for (String line : Files.readAllLines(log)) {
                var matcher = LAST_HEARD.matcher(line);
                while (matcher.find()) {
                    long atUs =
                            Long.parseLong(matcher.group(1)) * 1_000_000
                                    + Long.parseLong(matcher.group(2))
                                    + offsetUs;
                    if (atUs > sinceUs - 1_000_000) {
                        latest = Math.max(latest, atUs);
                    }
                }
            }
        }
        return latest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(latest);
    }

    /// Proportional set size of a daemon, MB.
    double pssMb(String system, String daemon) throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc", pid(system, daemon), "smaps_rollup"))) {
            if (line.startsWith("Pss:")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IOException("no Pss of " + daemon + " on " + system);
    }

    /// Processor time that a daemon has used, seconds.
    double cpuSeconds(String system, String daemon) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid(system, daemon), "stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / 100.0;
    }

    private String pid(String system, String daemon) throws IOException {
        Path file = directory().resolve(system).resolve("run").resolve(daemon + ".pid");
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException absent) {
            throw new IOException(daemon + " of " + system + " does not run", absent);
        }
    }

    static long nowUs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
