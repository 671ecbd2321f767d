package dev.vigil.agent.bundled;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What a process's command line is compared with: its words, single blanks between them, as `ps -o args` shows them.
///
/// @param text the whole command line
/// @param programOnly whether only its first word matters
record CommandLine(String text, boolean programOnly) {

    /// A command line from a program and its arguments.
    static CommandLine of(String program, String arguments) {
        return new CommandLine(
                words(program + " " + arguments).stream().collect(Collectors.joining(" ")), false);
    }

    /// The words of a text.
    static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    /// Whether a process with these arguments is meant. A script that was started by its own name appears with its interpreter in
    /// front, so that is tried, too.
    boolean matches(List<String> arguments) {
        if (isSame(arguments)) return true;
        return arguments.size() > 1
                && !arguments.get(1).startsWith("-")
                && isSame(arguments.subList(1, arguments.size()));
    }

    private boolean isSame(List<String> arguments) {
        if (programOnly) return arguments.getFirst().equals(text);
        return String.join(" ", arguments).strip().equals(text);
    }
}
