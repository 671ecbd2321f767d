package dev.vigil.samples.powervm.shell;

import java.util.List;

/// What a command line means, as a tree.
sealed interface Syntax {

    /// Commands one after the other.
    record Sequence(List<Syntax> parts) implements Syntax {}

    /// `first && second`, or `first || second`.
    record Either(Syntax first, boolean whenSuccessful, Syntax second) implements Syntax {}

    /// `[!] a | b | c`.
    record Pipeline(boolean negated, List<Syntax> stages) implements Syntax {}

    /// `[name=value …] word word … [redirections]`.
    record Simple(List<Assignment> assignments, List<Word> words, Redirections redirections)
            implements Syntax {}

    /// `for name in words; do body; done`.
    record For(String name, List<Word> words, Syntax body) implements Syntax {}

    /// `while condition; do body; done < input`, or `until`.
    record While(boolean until, Syntax condition, Syntax body, Redirections redirections)
            implements Syntax {}

    /// `if condition; then yes; else no; fi`; a missing `else` is an empty sequence.
    record If(Syntax condition, Syntax yes, Syntax no) implements Syntax {}

    /// `name=value`.
    record Assignment(String name, Word value) {}

    /// A word, made of parts that stand next to each other.
    record Word(List<Part> parts) {}

    /// Part of a word. What is quoted is neither split nor dropped when empty.
    sealed interface Part {
        /// Text as it stands.
        record Literal(String text, boolean quoted) implements Part {}

        /// `$name`, `$?`, `${name}`.
        record Variable(String name, boolean quoted) implements Part {}

        /// `$(…)` or backticks.
        record Substitution(Syntax body, boolean quoted) implements Part {}
    }

    /// What happens to a command's streams.
    ///
    /// @param errorsToOutput `2>&1`
    /// @param errorsDropped `2>/dev/null`
    /// @param input where input comes from
    record Redirections(boolean errorsToOutput, boolean errorsDropped, Input input) {
        static final Redirections NONE = new Redirections(false, false, new Input.Inherited());
    }

    /// Where input comes from.
    sealed interface Input {
        /// From the surroundings.
        record Inherited() implements Input {}

        /// `< <(…)`.
        record Process(Syntax body) implements Input {}

        /// `<<< word`.
        record Text(Word word) implements Input {}
    }
}
