package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The words of a command line after its verb, sorted into operands and options.
///
/// Options may be shortened to a prefix that only one of the verb's options has. A word that begins with `-` is an
/// option; a value with a leading `-` is written `%-...`, and one with a leading `%` is written `%%...`.
///
/// Source: VCS manual pages, the notes on `-` and `%` of hagrp, hares and hasys.
final class Words {
    private final String verb;
    private final List<String> operands;
    private final Map<String, List<String>> options;

    private Words(String verb, List<String> operands, Map<String, List<String>> options) {
        this.verb = verb;
        this.operands = operands;
        this.options = options;
    }

    /// Sorts `words`.
    ///
    /// @param verb what is being parsed, for messages: `hagrp -online`
    /// @throws Refusal if a word is not one of `known`, or lacks its value
    static Words parse(String verb, List<String> words, Option... known) {
        var operands = new ArrayList<String>();
        var options = new LinkedHashMap<String, List<String>>();
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at++);
            if (!isOption(word)) {
                operands.add(unquoted(word));
                continue;
            }
            Option option = match(verb, word, known);
            var values = new ArrayList<String>();
            int most =
                    switch (option.takes()) {
                        case NOTHING -> 0;
                        case ONE -> 1;
                        case SOME, ANY -> Integer.MAX_VALUE;
                    };
            while (values.size() < most && at < words.size() && !isOption(words.get(at))) {
                values.add(unquoted(words.get(at++)));
            }
            boolean needsOne =
                    option.takes() == Option.Takes.ONE || option.takes() == Option.Takes.SOME;
            if (needsOne && values.isEmpty()) {
                throw misused(Umi.MISSING, verb, "the value of " + option.name());
            }
            if (options.putIfAbsent(option.name(), List.copyOf(values)) != null) {
                throw misused(Umi.UNEXPECTED, verb, "a second " + option.name());
            }
        }
        return new Words(verb, List.copyOf(operands), options);
    }

    private static Option match(String verb, String word, Option... known) {
        var names = new ArrayList<String>();
        for (Option option : known) {
            names.add(option.name());
        }
        String name = matching(verb, word, names);
        for (Option option : known) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        throw new IllegalStateException("matched " + name + ", which is none of " + names);
    }

    /// The one name that `word` is or abbreviates.
    ///
    /// @throws Refusal if none or several fit
    static String matching(String command, String word, Collection<String> names) {
        if (names.contains(word)) {
            return word;
        }
        var fitting = names.stream().filter(name -> name.startsWith(word)).toList();
        if (word.length() > 1 && fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (word.length() > 1 && fitting.size() > 1) {
            throw misused(Umi.AMBIGUOUS_OPTION, command, word, String.join(", ", fitting));
        }
        String hint =
                command.endsWith(" -modify") ? " (as a value it is written %" + word + ")" : "";
        throw misused(Umi.UNKNOWN_OPTION, command, word + hint);
    }

    private static Refusal misused(Umi message, Object... arguments) {
        return Refusal.misused(List.of(), message, arguments);
    }

    static boolean isOption(String word) {
        return word.startsWith("-") && word.length() > 1;
    }

    private static String unquoted(String word) {
        return word.startsWith("%-") || word.startsWith("%%") ? word.substring(1) : word;
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    /// The words that belong to `option`; none when it was not given.
    List<String> many(String option) {
        return options.getOrDefault(option, List.of());
    }

    Optional<String> one(String option) {
        return many(option).stream().findFirst();
    }

    /// The value of an option that must be there.
    String required(String option, String what) {
        return one(option).orElseThrow(() -> misused(Umi.MISSING, verb, option + " " + what));
    }

    /// A whole number of at least `least`, if the option was given.
    OptionalLong number(String option, long least) {
        if (!has(option)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(number(verb, option, many(option).getFirst(), least));
    }

    /// Reads a whole number.
    ///
    /// @throws Refusal if `word` is none, or is below `least`
    static long number(String verb, String what, String word, long least) {
        try {
            long number = Long.parseLong(word);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw misused(Umi.NOT_A_NUMBER, verb, what, least, word);
        }
        throw misused(Umi.NOT_A_NUMBER, verb, what, least, word);
    }

    /// All operands.
    List<String> operands() {
        return operands;
    }

    /// Exactly the operands that `names` names, in their order.
    ///
    /// @throws Refusal if there are fewer or more
    List<String> exactly(String... names) {
        List<String> found = atLeast(names);
        if (found.size() > names.length) {
            throw misused(Umi.UNEXPECTED, verb, found.get(names.length));
        }
        return found;
    }

    /// The operands, at least those that `names` names.
    List<String> atLeast(String... names) {
        if (operands.size() < names.length) {
            throw misused(Umi.MISSING, verb, names[operands.size()]);
        }
        return operands;
    }

    /// At most `most` operands.
    List<String> atMost(int most) {
        if (operands.size() > most) {
            throw misused(Umi.UNEXPECTED, verb, operands.get(most));
        }
        return operands;
    }

    /// Refuses more than one of `names`.
    void notTogether(String... names) {
        var given = java.util.Arrays.stream(names).filter(this::has).toList();
        if (given.size() > 1) {
            throw misused(Umi.NOT_TOGETHER, verb, String.join(" ", given));
        }
    }

    /// Exactly one of `names`.
    String oneOf(String... names) {
        notTogether(names);
        return java.util.Arrays.stream(names)
                .filter(this::has)
                .findFirst()
                .orElseThrow(() -> misused(Umi.MISSING, verb, String.join(" or ", names)));
    }

    /// The verb with its command, as messages name it.
    String verb() {
        return verb;
    }
}
