package dev.vigil.engine.node;

import java.util.Map;
import java.util.OptionalInt;

/// A number that an environment variable sets.
public final class EnvironmentNumber {
    private EnvironmentNumber() {}

    /// It is set to what it cannot be; the message is a line for the operator.
    public static final class Unusable extends Exception {
        private Unusable(String message) {
            super(message);
        }
    }

    /// What it is set to; nothing if it is not set.
    ///
    /// @throws Unusable if that is no number from `least` to `most`
    public static OptionalInt of(Map<String, String> environment, String name, int least, int most)
            throws Unusable {
        String text = environment.get(name);
        if (text == null) return OptionalInt.empty();
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) return OptionalInt.of(number);
        }
        throw new Unusable(
                "the environment variable "
                        + name
                        + " is \""
                        + text
                        + "\"; set it to a number from "
                        + least
                        + " to "
                        + most
                        + ", or leave it out");
    }
}
