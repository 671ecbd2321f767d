package dev.vigil.engine.command;

/// An option that a verb understands, such as `-sys system`.
///
/// @param name with its dash
/// @param takes how many words after it belong to it
record Option(String name, Takes takes) {
    /// How many words an option swallows.
    enum Takes {
        /// None: it is there or not.
        NOTHING,
        /// Exactly one.
        ONE,
        /// All up to the next option, at least one.
        SOME,
        /// All up to the next option, maybe none.
        ANY
    }

    static Option flag(String name) {
        return new Option(name, Takes.NOTHING);
    }

    static Option one(String name) {
        return new Option(name, Takes.ONE);
    }

    static Option some(String name) {
        return new Option(name, Takes.SOME);
    }

    static Option any(String name) {
        return new Option(name, Takes.ANY);
    }
}
