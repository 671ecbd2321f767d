package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.shell.Programs;
import dev.vigil.samples.powervm.shell.ShellInput;
import dev.vigil.samples.powervm.shell.ShellOutput;

import java.util.List;
import java.util.OptionalInt;

/// The commands of one console for one user, with the time they take.
///
/// @param runner holds the estate
/// @param operations what can be asked of it
/// @param definition how consoles behave
/// @param console this console
/// @param user who is logged in
record ConsolePrograms(
        EstateRunner runner,
        Operations operations,
        Definition definition,
        Definition.ConsoleDefinition console,
        String user)
        implements Programs {

    /// A reply on its way out of the estate's runner.
    private record Replied(Reply reply) implements EstateRunner.Result {
        @Override
        public Estate estate() {
            return reply.estate();
        }
    }

    @Override
    public OptionalInt run(
            String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws InterruptedException {
        switch (name) {
            case "hostname" -> {
                output.print(console.name() + "\n");
                return OptionalInt.of(0);
            }
            case "whoami" -> {
                output.print(user + "\n");
                return OptionalInt.of(0);
            }
            default -> {
                var command = HmcCommands.named(name);
                return command.isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(run(command.get(), arguments, output));
            }
        }
    }

    private int run(HmcCommand command, List<String> arguments, ShellOutput output)
            throws InterruptedException {
        Thread.sleep(runner.now().slowMs());
        var reply =
                runner.change((estate, atMs) -> new Replied(ask(command, arguments, estate, atMs)))
                        .reply();
        Thread.sleep(reply.holdMs());
        if (reply.exit() != 0 && definition.errorStream().equals("stderr")) {
            output.err().accept(reply.text());
        } else {
            output.print(reply.text());
        }
        return reply.exit();
    }

    private Reply ask(HmcCommand command, List<String> arguments, Estate estate, long atMs) {
        var setting =
                new HmcCommand.Setting(
                        console, user, operations, definition.seedFilterQuirk(), atMs);
        return command.run(new HmcCommand.Call(estate, setting, arguments));
    }
}
