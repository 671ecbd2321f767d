package dev.vigil.samples.demo;

import dev.vigil.samples.demo.ClusterView.Seen;
import dev.vigil.samples.demo.Commands.Typed;
import dev.vigil.samples.demo.Plant.Site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// What scenarios are made of: doing something, waiting until something is true, making sure that something stays true.
///
/// @param run directory of the running sample, with a directory for each system
record Play(
        EstateClient estate,
        ClusterView cluster,
        Commands commands,
        Plant plant,
        Screen screen,
        Path run) {
    private static final long PAUSE_MS = 200;

    /// What the estate's history calls it when somebody starts, stops or defines a partition.
    private static final Set<String> TOUCHES =
            Set.of("STARTED", "OVERLAP", "SHUTTING_DOWN", "STOPPED", "CREATED", "REMOVED");

    /// What was expected did not happen.
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }

    /// Looks whether something is so.
    @FunctionalInterface
    interface Claim {
        /// "" if it is so, else what is found instead.
        String otherwise() throws IOException, InterruptedException;
    }

    /// Says what is done.
    void we(String text) {
        screen.say("we", text);
    }

    /// Waits until a claim is true.
    ///
    /// @throws Unexpected if it is not true in time
    void until(String claim, Duration limit, Claim that)
            throws Unexpected, IOException, InterruptedException {
        long began = System.nanoTime();
        while (true) {
            String otherwise = that.otherwise();
            if (otherwise.isEmpty()) {
                screen.say("check", "yes: " + claim);
                return;
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new Unexpected(
                        "expected within "
                                + limit.toSeconds()
                                + " s: "
                                + claim
                                + "; found: "
                                + otherwise);
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    /// Makes sure that a claim stays true for a while.
    ///
    /// @throws Unexpected as soon as it is not
    void throughout(String claim, Duration time, Claim that)
            throws Unexpected, IOException, InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < time.toNanos()) {
            String otherwise = that.otherwise();
            if (!otherwise.isEmpty()) {
                throw new Unexpected(
                        "expected for "
                                + time.toSeconds()
                                + " s: "
                                + claim
                                + "; found: "
                                + otherwise);
            }
            Thread.sleep(PAUSE_MS);
        }
        screen.say("check", "yes, for " + time.toSeconds() + " s: " + claim);
    }

    /// Waits until a claim has been true for a while without a break.
    ///
    /// @throws Unexpected if that does not come about in time
    void settles(String claim, Duration time, Duration limit, Claim that)
            throws Unexpected, IOException, InterruptedException {
        long began = System.nanoTime();
        long since = began;
        while (System.nanoTime() - since < time.toNanos()) {
            String otherwise = that.otherwise();
            long now = System.nanoTime();
            if (!otherwise.isEmpty()) {
                if (now - began > limit.toNanos()) {
                    throw new Unexpected(
                            "expected within "
                                    + limit.toSeconds()
                                    + " s: "
                                    + claim
                                    + "; found: "
                                    + otherwise);
                }
                since = now;
            }
            Thread.sleep(PAUSE_MS);
        }
        screen.say("check", "yes, and for " + time.toSeconds() + " s: " + claim);
    }

    /// Types a command at a running system and shows what it prints.
    ///
    /// @throws Unexpected if its exit status is not 0
    Typed type(String... words) throws Unexpected, IOException, InterruptedException {
        Typed typed = tryTyping(words);
        if (!typed.ok()) {
            throw new Unexpected(
                    "expected exit status 0 of '"
                            + String.join(" ", words)
                            + "'; found: "
                            + typed.exit()
                            + ", "
                            + typed.text());
        }
        return typed;
    }

    /// The same, whatever the exit status.
    Typed tryTyping(String... words) throws IOException, InterruptedException {
        we("$ " + String.join(" ", words));
        Typed typed = cluster.at(words);
        if (!typed.text().isEmpty()) {
            screen.say("", "  " + typed.text().replace("\n", "\n  "));
        }
        return typed;
    }

    // What the estate says.

    /// That a partition executes on one server, and nowhere else.
    Claim executesOn(String partition, String server) {
        return () -> {
            SortedSet<String> on = estate.runsOn(partition);
            return on.equals(Set.of(server)) ? "" : partition + " executes on " + on;
        };
    }

    /// That a partition executes on one server that is another one.
    Claim executesElsewhere(String partition, String server) {
        return () -> {
            SortedSet<String> on = estate.runsOn(partition);
            return on.size() == 1 && !on.contains(server) ? "" : partition + " executes on " + on;
        };
    }

    /// The managed partitions that execute on a server.
    List<String> on(String server) throws IOException, InterruptedException {
        var mine = new ArrayList<String>();
        for (var entry : estate.whereabouts().entrySet()) {
            if (entry.getValue().contains(server)) {
                mine.add(entry.getKey());
            }
        }
        return mine;
    }

    /// That nobody started, stopped or moved these partitions since an entry of the estate's history.
    Claim untouched(List<String> partitions, long seq) {
        return () -> {
            for (var happening : estate.since(seq)) {
                if (partitions.contains(happening.name()) && TOUCHES.contains(happening.what())) {
                    return happening.what() + " " + happening.name() + " on " + happening.server();
                }
            }
            return "";
        };
    }

    // What the engines say.

    /// That the other systems see a system in a state.
    Claim systemIs(String system, String state) {
        return seen(
                now ->
                        now.system(system).equals(state)
                                ? ""
                                : system + " is " + now.system(system));
    }

    /// That a partition's resource has a state on a system.
    Claim resourceIs(String partition, String system, String state) {
        return seen(
                now -> {
                    String found = now.resource(Plant.resource(partition), system);
                    return found.equals(state)
                            ? ""
                            : Plant.resource(partition) + "@" + system + " is " + found;
                });
    }

    /// Judges what the engines show.
    @FunctionalInterface
    interface Judge {
        /// "" if it is right, else what is found instead.
        String otherwise(Seen now);
    }

    /// Something about what the engines show.
    Claim seen(Judge judge) {
        return () -> {
            Optional<Seen> now = cluster.look();
            return now.isEmpty() ? "no system is RUNNING" : judge.otherwise(now.get());
        };
    }

    /// The system of the server on which a partition executes.
    String systemOf(String partition) throws Unexpected, IOException, InterruptedException {
        SortedSet<String> on = estate.runsOn(partition);
        if (on.size() != 1) {
            throw new Unexpected("expected " + partition + " on one server; found: " + on);
        }
        return plant.servers().get(on.first()).system();
    }

    /// The number in a file of a system's run directory; none if there is none.
    Optional<Long> pid(String system, String daemon) throws IOException {
        Path file = run.resolve(system).resolve("run").resolve(daemon + ".pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).strip();
        return text.matches("\\d+") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// Whether the engine log of any system has a line with all these parts.
    boolean logged(List<String> parts) throws IOException {
        for (Site site : plant.servers().values()) {
            Path log = run.resolve(site.system()).resolve("log").resolve("engine_A.log");
            if (Files.exists(log)) {
                try (var lines = Files.lines(log)) {
                    if (lines.anyMatch(line -> parts.stream().allMatch(line::contains))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
