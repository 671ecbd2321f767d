package dev.vigil.config;

import dev.vigil.config.CommandWords.Word;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the words behind the attribute of a `-modify` make of its value.
///
/// | words | effect |
/// |---|---|
/// | `value …` | replaces all |
/// | `-add value …` | adds items, keys, or keys with values |
/// | `-update key value …` | changes the values of keys |
/// | `-delete key …` | removes items or keys |
/// | `-delete -keys` | removes all |
///
/// Source: hagrp(1M), "-modify options".
final class Modification {
    private final CommandArguments arguments;
    private final AttributeDefinition definition;
    private final int from;

    /// @param from the index of the first word behind the attribute
    Modification(CommandArguments arguments, AttributeDefinition definition, int from) {
        this.arguments = arguments;
        this.definition = definition;
        this.from = from;
    }

    /// The attributes of an object afterwards.
    ///
    /// @param system whose copy is meant, if not the value for all
    Attributes of(Attributes attributes, Optional<String> system) throws Refused {
        String name = definition.name();
        if (system.isEmpty()) return attributes.with(name, of(attributes.global(name)));
        String local = system.orElseThrow();
        return attributes.withLocal(name, local, of(attributes.on(name, local)));
    }

    /// The value afterwards.
    Value of(Optional<Value> before) throws Refused {
        List<Word> words = arguments.words();
        int to = arguments.end();
        String how = from < to ? words.get(from).text() : "";
        List<String> old = before.map(Value::asList).orElse(List.of());
        return switch (how) {
            case "-add", "-update" -> {
                List<String> joined = new ArrayList<>(old);
                joined.addAll(values(from + 1, to));
                yield value(joined);
            }
            case "-delete" ->
                    to == from + 2 && words.get(from + 1).text().equals("-keys")
                            ? Value.empty(definition.type(), definition.dimension())
                            : deleted(before, values(from + 1, to));
            default -> replaced();
        };
    }

    /// The value that the words are.
    private Value replaced() throws Refused {
        if (from >= arguments.end())
            throw new Refused(
                    arguments.words().getLast(),
                    "a value for " + definition.name() + " is missing",
                    "Write it behind the attribute; an empty one is \"\" or -delete -keys");
        return value(values(from, arguments.end()));
    }

    private Value deleted(Optional<Value> before, List<String> keys) throws Refused {
        List<String> kept = new ArrayList<>();
        if (before.orElse(null) instanceof Value.Association(var entries))
            entries.forEach(
                    (key, value) -> {
                        if (!keys.contains(key)) kept.addAll(List.of(key, value));
                    });
        else
            before.map(Value::asList).orElse(List.of()).stream()
                    .filter(item -> !keys.contains(item))
                    .forEach(kept::add);
        return value(kept);
    }

    private Value value(List<String> given) throws Refused {
        try {
            return Value.ofWords(definition.dimension(), given);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(
                    arguments.words().get(Math.min(from, arguments.words().size() - 1)),
                    "attribute " + definition.name() + ": " + wrong.getMessage(),
                    "A value with blanks stands in double quotes");
        }
    }

    private List<String> values(int start, int to) {
        return arguments.words().subList(start, to).stream().map(Word::value).toList();
    }
}
