package dev.vigil.samples.powervm.shell;

import java.util.List;
import java.util.OptionalInt;

/// The commands that the shell does not know itself.
@FunctionalInterface
public interface Programs {

    /// Runs a command.
    ///
    /// @param name its name
    /// @param arguments its arguments
    /// @param input what it may read
    /// @param output where it writes
    /// @return its exit status, or empty if there is no such command
    /// @throws InterruptedException if the session ended meanwhile
    OptionalInt run(String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws InterruptedException;
}
