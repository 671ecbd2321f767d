package dev.vigil.engine.command;

import dev.vigil.engine.core.ClusterState;

import java.util.List;

/// A command that goes on: it is shown the state whenever it has changed, and says what to print.
///
/// A watcher is a value. The daemon keeps the one that the last [More] carries and shows it the next state; it may leave
/// out states in between, but not the newest.
public interface Watcher {

    /// What the watcher makes of a state.
    Sight see(ClusterState state);

    /// What is printed when the time given to the command is up.
    Answer.Printed expired();

    /// What a watcher makes of a state.
    sealed interface Sight {}

    /// Print `out` and show the next state to `next`.
    ///
    /// @param out lines for stdout, possibly none
    record More(List<String> out, Watcher next) implements Sight {
        /// Copies the list.
        public More {
            out = List.copyOf(out);
        }
    }

    /// Print this; the command is over.
    record Done(Answer.Printed last) implements Sight {}
}
