package dev.vigil.config;

import dev.vigil.config.CommandWords.Word;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The words of one command, with the complaints about them that several commands share.
///
/// @param position where the command begins
record CommandArguments(List<Word> words, Position position) {
    /// The word at an index, 0 being the command itself.
    ///
    /// @param what the word is, for the message if it is missing
    String word(int at, String what) throws Refused {
        if (at < words.size()) return words.get(at).text();
        throw new Refused(
                words.getLast(),
                "the " + what + " is missing",
                "Write it behind '" + words.getLast().text() + "'");
    }

    /// As [#word], of a value, which may be protected by a `%`.
    String value(int at, String what) throws Refused {
        word(at, what);
        return words.get(at).value();
    }

    /// The option that says what the command does.
    String option() throws Refused {
        return word(1, "option");
    }

    Refused unknownOption() {
        return new Refused(
                words.get(1),
                "option "
                        + words.get(1).text()
                        + " of "
                        + words.getFirst().text()
                        + " does not belong in a command list",
                "A command list holds -add, -modify, -local, -override and -link");
    }

    /// The system or cluster that the end of the command names: `-sys sys1`, `-clus c2`.
    Optional<String> address(String option) {
        int at = words.size() - 2;
        return at > 2 && words.get(at).text().equals(option)
                ? Optional.of(words.getLast().text())
                : Optional.empty();
    }

    /// Where the value ends: before the address, if there is one.
    int end() {
        boolean addressed = address("-sys").isPresent() || address("-clus").isPresent();
        return words.size() - (addressed ? 2 : 0);
    }

    /// An object that has to be there.
    <T> T existing(SequencedMap<String, T> objects, Places.Kind kind, String name) throws Refused {
        T found = objects.get(name);
        if (found == null)
            throw new Refused(
                    at(name),
                    kind.of(name) + " does not exist",
                    Spelling.didYouMean(name, objects.sequencedKeySet(), "Add it in a line above"));
        return found;
    }

    /// Complains about an object that is there and must not be.
    void absent(SequencedMap<String, ?> objects, Places.Kind kind, String name) throws Refused {
        if (objects.containsKey(name))
            throw new Refused(
                    at(name), kind.of(name) + " already exists", "Remove one of the lines");
    }

    Refused undefined(String attribute, String owners, List<String> names) {
        return new Refused(
                at(attribute),
                "attribute " + attribute + " is not defined for " + owners,
                Spelling.didYouMean(attribute, names, "Remove the line"));
    }

    private Word at(String text) {
        return words.stream()
                .filter(word -> word.text().equals(text))
                .findFirst()
                .orElse(words.getFirst());
    }
}
