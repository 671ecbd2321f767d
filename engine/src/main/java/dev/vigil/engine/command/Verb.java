package dev.vigil.engine.command;

import java.util.List;

/// One thing a command does: `-online` of hagrp.
///
/// @param option how it is typed; may be shortened to a prefix that no other verb of the command has
/// @param handler parses what follows, authorises, and answers
/// @param synopses its forms, for the usage text
record Verb(String option, Handler handler, List<String> synopses) {

    /// What carries a verb out.
    @FunctionalInterface
    interface Handler {
        /// @param words what was typed after the verb
        /// @throws Refusal if the command is turned down
        Answer answer(Scene scene, List<String> words);
    }

    static Verb of(String option, Handler handler, String... synopses) {
        return new Verb(option, handler, List.of(synopses));
    }

    /// A verb that VCS has and this release has not: it is known, and says so; the usage text leaves it out.
    ///
    /// @param instead what can be done instead
    static Verb unsupported(String option, String instead) {
        return of(
                option,
                (scene, _) -> {
                    throw Refusal.of(Umi.NOT_SUPPORTED, scene.verb(), instead);
                });
    }

    /// The usage text of this verb alone.
    List<String> usage(String command) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("usage:"),
                        synopses.stream().map(form -> "    " + command + " " + form))
                .toList();
    }
}
