package dev.vigil.engine.command;

import java.util.List;

/// A command that is turned down before anything was changed: what is printed on stderr, and the exit code.
///
/// A refusal can be found at any depth (an unknown group inside an option inside a verb) and always ends the same way:
/// [CommandLine] prints it. So it is thrown, once, and carries no stack trace, since it says nothing about the code.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The exit code of everything the engine turns down.
    static final int REJECTED = 1;

    /// The exit code of a command line that cannot be understood.
    static final int USAGE = 2;

    private final int exit;
    private final transient List<String> lines;

    private Refusal(int exit, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.exit = exit;
        this.lines = List.copyOf(lines);
    }

    /// Turned down for the reason that `message` gives.
    static Refusal of(Umi message, Object... arguments) {
        return new Refusal(REJECTED, List.of(message.line(arguments)));
    }

    /// Turned down for several reasons at once, each a full message line.
    static Refusal of(List<String> lines) {
        return new Refusal(REJECTED, lines);
    }

    /// Not understood; `usage` says what would be.
    static Refusal misused(List<String> usage, Umi message, Object... arguments) {
        var lines = new java.util.ArrayList<String>();
        lines.add(message.line(arguments));
        lines.addAll(usage);
        return new Refusal(USAGE, lines);
    }

    /// The same refusal with `usage` after it, unless it has an explanation of its own.
    Refusal with(List<String> usage) {
        if (exit != USAGE || lines.size() > 1) {
            return this;
        }
        var all = new java.util.ArrayList<>(lines);
        all.addAll(usage);
        return new Refusal(exit, all);
    }

    /// What the operator reads.
    Answer.Printed printed() {
        return new Answer.Printed(exit, List.of(), lines);
    }
}
