package dev.vigil.samples.powervm.shell;

import dev.vigil.samples.powervm.shell.ShellParser.BadSyntax;
import dev.vigil.samples.powervm.shell.Syntax.Either;
import dev.vigil.samples.powervm.shell.Syntax.For;
import dev.vigil.samples.powervm.shell.Syntax.If;
import dev.vigil.samples.powervm.shell.Syntax.Input;
import dev.vigil.samples.powervm.shell.Syntax.Part;
import dev.vigil.samples.powervm.shell.Syntax.Pipeline;
import dev.vigil.samples.powervm.shell.Syntax.Sequence;
import dev.vigil.samples.powervm.shell.Syntax.Simple;
import dev.vigil.samples.powervm.shell.Syntax.While;
import dev.vigil.samples.powervm.shell.Syntax.Word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// One session's shell: its variables, its last status, and how it runs a line. Used by one thread.
///
/// Stages of a pipeline run one after the other, each on the whole output of the one before, which is the same to
/// the commands a console has.
public final class Shell {

    /// What came of running a line.
    ///
    /// @param status the exit status of its last command
    /// @param ended whether the line ended the session
    /// @param incomplete whether more lines are needed to complete it; nothing was run then
    public record Result(int status, boolean ended, boolean incomplete) {}

    /// How many commands one line may run, loops included.
    private static final int STEPS_PER_LINE = 100_000;

    /// How much one command substitution or pipe may hold.
    private static final int BUFFER_CHARACTERS = 4_000_000;

    /// Ends the session from within a line.
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Ended(int status) {
            super(null, null, false, false);
            this.status = status;
        }
    }

    /// Gives up on a line.
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message, null, false, false);
        }
    }

    private final Programs programs;
    private final Map<String, String> variables;
    private int status;
    private int steps;

    /// A fresh shell.
    ///
    /// @param programs the commands from outside
    /// @param environment its variables at the start
    public Shell(Programs programs, Map<String, String> environment) {
        this.programs = programs;
        this.variables = new TreeMap<>(environment);
    }

    /// Runs a line, or several.
    ///
    /// @throws InterruptedException if the session ended meanwhile
    public Result run(String text, ShellInput input, ShellOutput output)
            throws InterruptedException {
        steps = 0;
        try {
            status = execute(ShellParser.parse(text), input, output);
        } catch (BadSyntax bad) {
            if (bad.incomplete) {
                return new Result(status, false, true);
            }
            output.error("-bash: " + bad.getMessage());
            status = bad.getMessage().contains("restricted") ? 1 : 2;
        } catch (TooMuch tooMuch) {
            output.error("-bash: " + tooMuch.getMessage());
            status = 1;
        } catch (Ended ended) {
            status = ended.status;
            return new Result(status, true, false);
        }
        return new Result(status, false, false);
    }

    /// The last exit status.
    public int status() {
        return status;
    }

    private int execute(Syntax syntax, ShellInput input, ShellOutput output)
            throws InterruptedException {
        return switch (syntax) {
            case Sequence(var parts) -> {
                int last = 0;
                for (var part : parts) {
                    last = execute(part, input, output);
                    status = last;
                }
                yield last;
            }
            case Either(var first, var whenSuccessful, var second) -> {
                int last = execute(first, input, output);
                status = last;
                yield (last == 0) == whenSuccessful ? execute(second, input, output) : last;
            }
            case Pipeline(var negated, var stages) -> {
                int last = pipeline(stages, input, output);
                yield negated ? (last == 0 ? 1 : 0) : last;
            }
            case Simple simple -> simple(simple, input, output);
            case For(var name, var words, var body) -> {
                int last = 0;
                for (var value : expandAll(words, output)) {
                    variables.put(name, value);
                    last = execute(body, input, output);
                }
                yield last;
            }
            case While loop -> loop(loop, input, output);
            case If(var condition, var yes, var no) ->
                    execute(condition, input, output) == 0
                            ? execute(yes, input, output)
                            : execute(no, input, output);
        };
    }

    private int pipeline(List<Syntax> stages, ShellInput input, ShellOutput output)
            throws InterruptedException {
        if (stages.size() == 1) {
            return execute(stages.getFirst(), input, output);
        }
        var from = input;
        for (var stage : stages.subList(0, stages.size() - 1)) {
            var between = new StringBuilder();
            subshell(stage, from, into(between, output));
            from = new ShellInput(between.toString());
        }
        return subshell(stages.getLast(), from, output);
    }

    /// Runs something that leaves variables as they were and can only end itself.
    private int subshell(Syntax syntax, ShellInput input, ShellOutput output)
            throws InterruptedException {
        var before = new TreeMap<>(variables);
        try {
            return execute(syntax, input, output);
        } catch (Ended ended) {
            return ended.status;
        } finally {
            variables.clear();
            variables.putAll(before);
        }
    }

    private static ShellOutput into(StringBuilder buffer, ShellOutput output) {
        return new ShellOutput(
                text -> {
                    if (buffer.length() + text.length() > BUFFER_CHARACTERS) {
                        throw new TooMuch("output too long for this shell");
                    }
                    buffer.append(text);
                },
                output.err());
    }

    private int loop(While loop, ShellInput input, ShellOutput output) throws InterruptedException {
        var from = input(loop.redirections().input(), input, output);
        int last = 0;
        while ((execute(loop.condition(), from, output) == 0) != loop.until()) {
            last = execute(loop.body(), from, output);
            count();
        }
        return last;
    }

    private ShellInput input(Input redirected, ShellInput inherited, ShellOutput output)
            throws InterruptedException {
        return switch (redirected) {
            case Input.Inherited() -> inherited;
            case Input.Process(var body) -> {
                var buffer = new StringBuilder();
                subshell(body, new ShellInput(""), into(buffer, output));
                yield new ShellInput(buffer.toString());
            }
            case Input.Text(var word) ->
                    new ShellInput(String.join(" ", expand(word, output)) + "\n");
        };
    }

    private void count() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (++steps > STEPS_PER_LINE) {
            throw new TooMuch("this line runs too many commands");
        }
    }

    private int simple(Simple simple, ShellInput input, ShellOutput output)
            throws InterruptedException {
        count();
        var to = redirected(simple.redirections(), output);
        var from = input(simple.redirections().input(), input, to);
        var words = expandAll(simple.words(), to);
        var before = new TreeMap<>(variables);
        for (var assignment : simple.assignments()) {
            if (Set.of("PATH", "SHELL", "ENV", "BASH_ENV").contains(assignment.name())) {
                to.error("-bash: " + assignment.name() + ": readonly variable");
                return 1;
            }
            variables.put(assignment.name(), joined(assignment.value(), to));
        }
        if (words.isEmpty()) {
            return simple.words().isEmpty() ? 0 : status;
        }
        int result = call(words.getFirst(), words.subList(1, words.size()), from, to);
        for (var assignment : simple.assignments()) {
            // In front of a command an assignment is for that command alone.
            if (before.containsKey(assignment.name())) {
                variables.put(assignment.name(), before.get(assignment.name()));
            } else {
                variables.remove(assignment.name());
            }
        }
        return result;
    }

    private static ShellOutput redirected(Syntax.Redirections how, ShellOutput output) {
        if (how.errorsDropped()) {
            return new ShellOutput(output.out(), dropped -> {});
        }
        return how.errorsToOutput() ? new ShellOutput(output.out(), output.out()) : output;
    }

    private int call(String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws InterruptedException {
        switch (name) {
            case "exit", "logout", "quit" -> throw new Ended(exitStatus(arguments));
            case "cd", "exec", "source", "." -> {
                output.error("-bash: " + name + ": restricted");
                return 1;
            }
            case "awk", "ls", "man", "ping", "scp", "ssh", "vi" -> {
                output.error(name + ": not part of the simulated console");
                return 1;
            }
            case "read" -> {
                return read(arguments, input);
            }
            case "export" -> {
                return export(arguments);
            }
            default -> {
                if (name.contains("/")) {
                    output.error(
                            "-bash: " + name + ": restricted: cannot specify `/' in command names");
                    return 127;
                }
                var own = ShellTools.run(name, arguments, input, output);
                OptionalInt ran =
                        own.isPresent() ? own : programs.run(name, arguments, input, output);
                if (ran.isEmpty()) {
                    output.error("-bash: " + name + ": command not found");
                }
                return ran.orElse(127);
            }
        }
    }

    private int exitStatus(List<String> arguments) {
        return arguments.isEmpty() || !arguments.getFirst().matches("\\d{1,3}")
                ? status
                : Integer.parseInt(arguments.getFirst()) & 0xff;
    }

    private int export(List<String> arguments) {
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                variables.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        return 0;
    }

    /// `read [-r] name…`: the last name takes what is left. `IFS=, read …` splits at that.
    private int read(List<String> arguments, ShellInput input) {
        var names = arguments.stream().filter(a -> !a.startsWith("-")).toList();
        var line = input.line();
        var separators = variables.getOrDefault("IFS", " \t");
        var rest = line.orElse("");
        for (int i = 0; i < names.size(); i++) {
            rest = separators.isBlank() ? rest.strip() : rest;
            int end = i == names.size() - 1 ? rest.length() : firstOf(rest, separators);
            variables.put(names.get(i), rest.substring(0, end));
            rest = rest.substring(Math.min(rest.length(), end + 1));
        }
        if (names.isEmpty()) {
            variables.put("REPLY", rest);
        }
        return line.isPresent() ? 0 : 1;
    }

    private static int firstOf(String text, String separators) {
        for (int i = 0; i < text.length(); i++) {
            if (separators.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private List<String> expandAll(List<Word> words, ShellOutput output)
            throws InterruptedException {
        var all = new ArrayList<String>();
        for (var word : words) {
            all.addAll(expand(word, output));
        }
        return all;
    }

    /// A word's fields: what comes unquoted out of a variable or a command is split at blanks.
    private List<String> expand(Word word, ShellOutput output) throws InterruptedException {
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean keep = false;
        for (var part : word.parts()) {
            var value = value(part, output);
            if (part instanceof Part.Literal || quoted(part)) {
                field.append(value);
                keep |= quoted(part) || !value.isEmpty();
                continue;
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (" \t\n".indexOf(c) < 0) {
                    field.append(c);
                    keep = true;
                } else if (keep) {
                    fields.add(field.toString());
                    field.setLength(0);
                    keep = false;
                }
            }
        }
        if (keep) {
            fields.add(field.toString());
        }
        return fields;
    }

    /// A word's text, not split.
    private String joined(Word word, ShellOutput output) throws InterruptedException {
        var all = new StringBuilder();
        for (var part : word.parts()) {
            all.append(value(part, output));
        }
        return all.toString();
    }

    private static boolean quoted(Part part) {
        return switch (part) {
            case Part.Literal(var text, var quoted) -> quoted;
            case Part.Variable(var name, var quoted) -> quoted;
            case Part.Substitution(var body, var quoted) -> quoted;
        };
    }

    private String value(Part part, ShellOutput output) throws InterruptedException {
        return switch (part) {
            case Part.Literal(var text, var quoted) -> text;
            case Part.Variable(var name, var quoted) ->
                    name.equals("?") ? Integer.toString(status) : variables.getOrDefault(name, "");
            case Part.Substitution(var body, var quoted) -> {
                var buffer = new StringBuilder();
                status = subshell(body, new ShellInput(""), into(buffer, output));
                yield buffer.toString().replaceAll("\n+$", "");
            }
        };
    }
}
