package dev.vigil.engine.command;

import dev.vigil.engine.core.ClusterState;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the words an operator typed to an [Answer]: finds the command and its verb, and lets the verb parse, authorise
/// and decide.
///
/// Pure: equal words, callers and states give equal answers. Every refusal ends here as text and exit code, and leaves
/// the cluster as it was.
public final class CommandLine {
    private static final List<String> HELP = List.of("-help", "-?", "-h");

    private static final Map<String, Command> COMMANDS = commands();

    private CommandLine() {}

    private static Map<String, Command> commands() {
        var commands = new LinkedHashMap<String, Command>();
        for (Command command :
                List.of(
                        new Hastatus(),
                        new Hagrp(),
                        new Hares(),
                        new Hasys(),
                        new Haclus(),
                        new Hatype(),
                        new Haattr(),
                        new Haagent(),
                        new Hauser(),
                        new Haconf(),
                        new Hastop(),
                        new Halog(),
                        new Lltstat(),
                        new Lltconfig(),
                        new Gabconfig(),
                        new Vxfenadm(),
                        new Hafault())) {
            commands.put(command.name(), command);
        }
        return commands;
    }

    /// The names of all commands that are carried out here.
    ///
    /// @return in the order of the manual
    public static List<String> names() {
        return List.copyOf(COMMANDS.keySet());
    }

    /// What a command line comes to.
    ///
    /// @param argv the words, the command's name first; a path before the name is ignored
    /// @param caller who typed it
    /// @param system the system whose daemon was asked
    /// @param state the state as this system's engine has it; empty when there is no engine, only its node daemon
    public static Answer run(
            List<String> argv, Caller caller, String system, Optional<ClusterState> state) {
        return run(argv, caller, system, state, List.of());
    }

    /// What a command line comes to.
    ///
    /// @param argv the words, the command's name first; a path before the name is ignored
    /// @param caller who typed it
    /// @param system the system whose daemon was asked
    /// @param state the state as this system's engine has it; empty when there is no engine, only its node daemon
    /// @param warnings what whoever looks at the cluster's state should know of this system
    public static Answer run(
            List<String> argv,
            Caller caller,
            String system,
            Optional<ClusterState> state,
            List<String> warnings) {
        String name = argv.isEmpty() ? "" : argv.getFirst();
        name = name.substring(name.lastIndexOf('/') + 1);
        Command command = COMMANDS.get(name);
        if (command == null) {
            return Refusal.misused(List.of(), Umi.NO_SUCH_COMMAND, name).printed();
        }
        List<String> words = argv.subList(1, argv.size());
        try {
            return run(
                    command,
                    words,
                    new Scene(caller, system, state, warnings, name, name, typed(argv)));
        } catch (Refusal refusal) {
            return refusal.with(command.usage()).printed();
        }
    }

    private static Answer run(Command command, List<String> words, Scene scene) {
        if (words.isEmpty() || !Words.isOption(words.getFirst())) {
            return command.plain(scene, words);
        }
        List<String> after = words.subList(1, words.size());
        if (HELP.contains(words.getFirst())) {
            return help(command, after);
        }
        List<String> verbs = command.verbs().stream().map(Verb::option).toList();
        if (verbs.isEmpty()) {
            return command.plain(scene, words);
        }
        String option = Words.matching(command.name(), words.getFirst(), verbs);
        Verb verb = verb(command, option);
        var at =
                new Scene(
                        scene.caller(),
                        scene.system(),
                        scene.cluster(),
                        scene.warnings(),
                        scene.command(),
                        command.name() + " " + option,
                        scene.typed());
        try {
            return verb.handler().answer(at, after);
        } catch (Refusal refusal) {
            throw refusal.with(verb.usage(command.name()));
        }
    }

    private static Verb verb(Command command, String option) {
        return command.verbs().stream()
                .filter(verb -> verb.option().equals(option))
                .findFirst()
                .orElseThrow();
    }

    private static Answer help(Command command, List<String> about) {
        if (about.isEmpty()) {
            return Answer.Printed.of(command.usage());
        }
        List<String> verbs = command.verbs().stream().map(Verb::option).toList();
        String option = Words.matching(command.name() + " -help", about.getFirst(), verbs);
        return Answer.Printed.of(verb(command, option).usage(command.name()));
    }

    /// The command line for messages and the log, with quotes where a shell would need them.
    private static String typed(List<String> argv) {
        var words = new ArrayList<String>();
        for (String word : argv) {
            boolean plain = !word.isEmpty() && word.chars().noneMatch(Character::isWhitespace);
            words.add(plain ? word : "'" + word + "'");
        }
        return String.join(" ", words);
    }
}
