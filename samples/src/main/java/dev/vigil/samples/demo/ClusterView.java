package dev.vigil.samples.demo;

import dev.vigil.samples.demo.Commands.Typed;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the engines believe, as `hasys -state`, `hagrp -state` and `hares -state` print it at the first system that answers.
final class ClusterView {
    private final Commands commands;
    private final List<String> systems;

    ClusterView(Commands commands, List<String> systems) {
        this.commands = commands;
        this.systems = List.copyOf(systems);
    }

    /// States at one moment.
    ///
    /// @param systems SysState by system
    /// @param groups state by group and system, `ONLINE`
    /// @param resources state by resource and system, `ONLINE|STATE UNKNOWN`
    record Seen(
            SortedMap<String, String> systems,
            SortedMap<String, SortedMap<String, String>> groups,
            SortedMap<String, SortedMap<String, String>> resources) {

        String system(String name) {
            return systems.getOrDefault(name, "");
        }

        String group(String group, String system) {
            return groups.getOrDefault(group, new TreeMap<>()).getOrDefault(system, "");
        }

        String resource(String resource, String system) {
            return resources.getOrDefault(resource, new TreeMap<>()).getOrDefault(system, "");
        }
    }

    /// Types a command at the first RUNNING system.
    ///
    /// @throws IOException if none is
    Typed at(String... words) throws IOException, InterruptedException {
        String running =
                running()
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "no system is RUNNING to type '"
                                                        + String.join(" ", words)
                                                        + "' at"));
        return commands.at(running, words);
    }

    /// A system at which the engine says that it is RUNNING itself.
    Optional<String> running() throws IOException, InterruptedException {
        for (String system : systems) {
            Typed typed = commands.at(system, "hasys", "-state", system);
            if (typed.ok() && typed.out().strip().equals("RUNNING")) {
                return Optional.of(system);
            }
        }
        return Optional.empty();
    }

    /// Everything; none when no system is RUNNING.
    Optional<Seen> look() throws IOException, InterruptedException {
        Optional<String> at = running();
        if (at.isEmpty()) {
            return Optional.empty();
        }
        var states = new TreeMap<String, String>();
        for (String[] row : table(commands.at(at.get(), "hasys", "-state"), 3)) {
            states.put(row[0], row[2]);
        }
        return Optional.of(
                new Seen(
                        states,
                        bySystem(commands.at(at.get(), "hagrp", "-state")),
                        bySystem(commands.at(at.get(), "hares", "-state"))));
    }

    /// Groups that are autodisabled, as `group on system`, by `hastatus -sum` at the first system that is RUNNING.
    List<String> autoDisabled() throws IOException, InterruptedException {
        return at("hastatus", "-sum")
                .out()
                .lines()
                .filter(line -> line.startsWith("B "))
                .map(line -> line.strip().split("\\s+"))
                .filter(row -> row.length > 4 && row[4].equals("Y"))
                .map(row -> row[1] + " on " + row[2])
                .toList();
    }

    private static SortedMap<String, SortedMap<String, String>> bySystem(Typed typed) {
        var all = new TreeMap<String, SortedMap<String, String>>();
        for (String[] row : table(typed, 4)) {
            String value =
                    row[3].startsWith("|") && row[3].endsWith("|") && row[3].length() > 1
                            ? row[3].substring(1, row[3].length() - 1)
                            : row[3];
            all.computeIfAbsent(row[0], name -> new TreeMap<>()).put(row[2], value);
        }
        return all;
    }

    /// The rows of a table with a `#` header; the last column may have blanks.
    private static List<String[]> table(Typed typed, int columns) {
        return typed.out()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("\\s+", columns))
                .filter(row -> row.length == columns)
                .toList();
    }
}
