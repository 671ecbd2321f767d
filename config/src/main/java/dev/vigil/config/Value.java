package dev.vigil.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The value of an attribute. Order is kept, and shows when the value is written; two associations with equal entries
/// are equal whatever their order.
///
/// A value does not know its [ValueType]: the [AttributeDefinition] does.
public sealed interface Value {
    /// One word, which may be empty and may hold any character.
    record Scalar(String text) implements Value {}

    /// An ordered list in which words may be repeated.
    record Vector(List<String> items) implements Value {
        public Vector {
            items = List.copyOf(items);
        }
    }

    /// A list of different words. Its order is kept, as that of `AutoStartList` matters.
    record Keylist(List<String> items) implements Value {
        public Keylist {
            items = List.copyOf(items);
        }
    }

    /// Keys with a value each, in the order in which they were written.
    record Association(SequencedMap<String, String> entries) implements Value {
        public Association {
            entries = Ordered.copy(entries);
        }
    }

    /// A scalar.
    static Value of(String text) {
        return new Scalar(text);
    }

    /// A scalar that holds a whole number.
    static Value of(int number) {
        return new Scalar(Integer.toString(number));
    }

    /// A value of the given dimension made from words as they stand in a command (`hagrp -modify g SystemList a 0 b 1`)
    /// or in an agent's arguments.
    ///
    /// @throws IllegalArgumentException if a scalar is not exactly one word, or an association's last key has no value
    static Value ofWords(Dimension dimension, List<String> words) {
        return switch (dimension) {
            case SCALAR -> {
                if (words.size() != 1)
                    throw new IllegalArgumentException(
                            "a scalar takes one value, not " + words.size());
                yield new Scalar(words.getFirst());
            }
            case VECTOR -> new Vector(words);
            case KEYLIST -> new Keylist(words);
            case ASSOCIATION -> {
                if (words.size() % 2 != 0)
                    throw new IllegalArgumentException(
                            "key "
                                    + words.getLast()
                                    + " has no value: give pairs of key and value");
                SequencedMap<String, String> entries = new LinkedHashMap<>();
                for (int i = 0; i < words.size(); i += 2)
                    entries.put(words.get(i), words.get(i + 1));
                yield new Association(entries);
            }
        };
    }

    /// What an attribute of this type and dimension holds when nobody has set it and its definition names no default:
    /// an empty string, zero, or nothing.
    static Value empty(ValueType type, Dimension dimension) {
        return switch (dimension) {
            case SCALAR -> new Scalar(type == ValueType.STRING ? "" : "0");
            case VECTOR -> new Vector(List.of());
            case KEYLIST -> new Keylist(List.of());
            case ASSOCIATION -> new Association(new LinkedHashMap<>());
        };
    }

    /// The dimension this value has.
    default Dimension dimension() {
        return switch (this) {
            case Scalar _ -> Dimension.SCALAR;
            case Vector _ -> Dimension.VECTOR;
            case Keylist _ -> Dimension.KEYLIST;
            case Association _ -> Dimension.ASSOCIATION;
        };
    }

    /// The value in one line as commands display it: words apart by a blank, an association as keys and values in turn.
    default String text() {
        return switch (this) {
            case Scalar(var text) -> text;
            case Vector _, Keylist _, Association _ -> String.join(" ", asList());
        };
    }

    /// The value as a whole number.
    ///
    /// @throws IllegalArgumentException if this is no scalar with a number in it
    default int asInt() {
        if (this instanceof Scalar(var text) && ValueType.INTEGER.accepts(text))
            return Integer.parseInt(text);
        throw new IllegalArgumentException("not a whole number: " + this);
    }

    /// Whether the value is a number other than zero.
    ///
    /// @throws IllegalArgumentException if this is no scalar with a number in it
    default boolean asBoolean() {
        return asInt() != 0;
    }

    /// The value as a list of words: none for an empty scalar, keys and values in turn for an association.
    default List<String> asList() {
        return switch (this) {
            case Scalar(var text) -> text.isEmpty() ? List.of() : List.of(text);
            case Vector(var items) -> items;
            case Keylist(var items) -> items;
            case Association(var entries) -> {
                List<String> words = new ArrayList<>();
                entries.forEach(
                        (key, value) -> {
                            words.add(key);
                            words.add(value);
                        });
                yield List.copyOf(words);
            }
        };
    }

    /// The entries of an association, in order; empty for an empty value of another dimension.
    ///
    /// @throws IllegalArgumentException if this is a value of another dimension that holds something
    default SequencedMap<String, String> asMap() {
        if (this instanceof Association(var entries)) return entries;
        if (asList().isEmpty()) return Ordered.copy(new LinkedHashMap<>());
        throw new IllegalArgumentException("not an association: " + this);
    }

    /// The entries of an association of integers, in order.
    ///
    /// @throws IllegalArgumentException if this is not an association or a value in it is not a whole number
    default SequencedMap<String, Integer> asIntMap() {
        return asMap().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                entry -> entry.getKey(),
                                entry -> new Scalar(entry.getValue()).asInt(),
                                (first, _) -> first,
                                LinkedHashMap::new));
    }

    /// Whether nothing is in it: no words, or one empty word.
    default boolean isEmpty() {
        return asList().isEmpty();
    }
}
