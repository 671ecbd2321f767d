package dev.vigil.engine.command;

import java.util.List;
import java.util.Optional;

/// All objects of one kind, with their attributes as operators see them: set, inherited and run-time ones alike.
interface Objects {

    /// The kind's name in messages: `group`.
    String kind();

    /// The names of all objects, in the order of listing.
    List<String> names();

    /// What is said about a name that is none of them.
    Refusal unknown(String name);

    /// What is said when there are none at all; empty if that needs no word.
    Optional<Refusal> none();

    /// The attributes of one of [#names()], in the order of `-display`.
    List<Cell> cells(String name);

    /// Whether an attribute of that name exists for one of [#names()], whatever it holds.
    boolean has(String name, String attribute);

    /// The systems an object is listed with in `-list`; empty when it is listed by itself.
    List<String> systems(String name);

    /// The names given, or all when none is.
    ///
    /// @throws Refusal if one is unknown, or none was given and there are none
    default List<String> orAll(List<String> given) {
        if (given.isEmpty()) {
            List<String> all = names();
            if (all.isEmpty()) {
                none().ifPresent(
                                refusal -> {
                                    throw refusal;
                                });
            }
            return all;
        }
        given.forEach(this::known);
        return given.stream().distinct().toList();
    }

    /// The name itself, if an object has it.
    ///
    /// @throws Refusal if none has
    default String known(String name) {
        if (!names().contains(name)) {
            throw unknown(name);
        }
        return name;
    }
}
