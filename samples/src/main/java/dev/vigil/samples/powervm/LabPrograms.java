package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.shell.Programs;
import dev.vigil.samples.powervm.shell.ShellInput;
import dev.vigil.samples.powervm.shell.ShellOutput;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The commands of the SSH user `lab`: the verbs of [Control], with their parameters in order or as `name=value`.
///
/// @param control does them
record LabPrograms(Control control) implements Programs {

    @Override
    public OptionalInt run(
            String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws InterruptedException {
        if (name.equals("help")) {
            Control.VERBS.forEach(
                    (verb, what) ->
                            output.print(
                                    "%-11s %-28s %s\n"
                                            .formatted(
                                                    verb,
                                                    String.join(" ", what.parameters()),
                                                    what.purpose())));
            return OptionalInt.of(0);
        }
        var verb = Control.VERBS.get(name);
        if (verb == null) {
            return OptionalInt.empty();
        }
        var given = new TreeMap<String, String>();
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (equals > 0) {
                given.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (i < verb.parameters().size()) {
                given.put(verb.parameters().get(i).replace("?", ""), argument);
            } else {
                output.error(name + ": too many arguments; try help");
                return OptionalInt.of(1);
            }
        }
        var answer = control.answer(name, given);
        output.print(answer.text().endsWith("\n") ? answer.text() : answer.text() + "\n");
        return OptionalInt.of(answer.status() == 200 ? 0 : 1);
    }
}
