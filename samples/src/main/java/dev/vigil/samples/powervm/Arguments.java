package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.HmcCommand.Refusal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A console command's options, in any order, as its getopt takes them.
///
/// @param values the options that were given, in order; those without a value map to an empty text
record Arguments(Map<String, String> values) {

    /// Reads options. `-F` may stand without names.
    ///
    /// @param valued the options that need a value
    /// @param flags those that have none
    /// @throws Refusal if one is unknown or lacks its value
    static Arguments parse(List<String> typed, Set<String> valued, Set<String> flags)
            throws Refusal {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < typed.size(); i++) {
            var word = typed.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0 && valued.contains(word.substring(0, equals))) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (word.equals("-F") && valued.contains("-F")) {
                boolean named = i + 1 < typed.size() && !typed.get(i + 1).startsWith("-");
                values.put("-F", named ? typed.get(++i) : "");
            } else if (valued.contains(word)) {
                if (i + 1 == typed.size()) {
                    throw new Refusal(HmcMessage.MISSING_PARAMETER.with(word));
                }
                values.put(word, typed.get(++i));
            } else if (flags.contains(word)) {
                values.put(word, "");
            } else if (attached(word, valued)) {
                values.put(word.substring(0, 2), word.substring(2));
            } else {
                throw new Refusal(HmcMessage.UNKNOWN_PARAMETER.with(word));
            }
        }
        return new Arguments(values);
    }

    private static boolean attached(String word, Set<String> valued) {
        return word.length() > 2
                && word.charAt(0) == '-'
                && word.charAt(1) != '-'
                && valued.contains(word.substring(0, 2));
    }

    /// Whether an option was given.
    boolean has(String option) {
        return values.containsKey(option);
    }

    /// An option's value, if it was given.
    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /// An option's value.
    ///
    /// @throws Refusal if it is missing or empty
    String required(String option) throws Refusal {
        require(option);
        return values.get(option);
    }

    /// Insists on options.
    ///
    /// @throws Refusal naming all that are missing or empty
    void require(String... options) throws Refusal {
        var missing = new TreeSet<String>();
        for (var option : options) {
            if (values.getOrDefault(option, "").isEmpty()) {
                missing.add(option);
            }
        }
        if (!missing.isEmpty()) {
            throw new Refusal(HmcMessage.MISSING_PARAMETER.with(String.join(",", missing)));
        }
    }

    /// Refuses a value that is not one of a few.
    Refusal invalid(String option) {
        return new Refusal(HmcMessage.MISSING_PARAMETER.with(option));
    }
}
