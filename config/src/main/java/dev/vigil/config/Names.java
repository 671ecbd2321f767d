package dev.vigil.config;

import dev.vigil.config.Places.Kind;

import java.util.Optional;
import java.util.Set;

/// Which names objects may have.
///
/// Source: VCS Administrator's Guide, "Keywords/reserved words".
final class Names {
    private static final int LONGEST = 1024;
    private static final Set<String> RESERVED =
            Set.of(
                    "action",
                    "after",
                    "ArgListValues",
                    "before",
                    "boolean",
                    "cluster",
                    "Cluster",
                    "condition",
                    "ConfidenceLevel",
                    "ConfidenceMsg",
                    "event",
                    "false",
                    "firm",
                    "global",
                    "group",
                    "Group",
                    "hard",
                    "heartbeat",
                    "include",
                    "int",
                    "IState",
                    "keylist",
                    "local",
                    "MonitorOnly",
                    "Name",
                    "NameRule",
                    "offline",
                    "online",
                    "Path",
                    "Probed",
                    "remote",
                    "remotecluster",
                    "requires",
                    "resource",
                    "Signaled",
                    "site",
                    "soft",
                    "start",
                    "Start",
                    "state",
                    "State",
                    "static",
                    "stop",
                    "str",
                    "system",
                    "System",
                    "temp",
                    "type",
                    "Type");

    private Names() {}

    /// What is wrong with a name for an object of a kind, if anything is, as a phrase that follows "the name".
    static Optional<String> objection(Kind kind, String name) {
        if (name.isEmpty()) return Optional.of("is empty");
        if (name.length() > LONGEST)
            return Optional.of("is longer than " + LONGEST + " characters");
        if (RESERVED.contains(name)) return Optional.of("is a reserved word");
        boolean host = kind == Kind.SYSTEM || kind == Kind.CLUSTER || kind == Kind.REMOTE_CLUSTER;
        char first = name.charAt(0);
        if (!isLetter(first) && !(host && Character.isDigit(first)))
            return Optional.of("does not begin with a letter");
        return name.chars()
                .filter(c -> !Lexer.isWordCharacter((char) c) || c == '.' && !host)
                .mapToObj(c -> "holds the illegal character '" + (char) c + "'")
                .findFirst();
    }

    /// What is wrong with a name for an attribute of a type, if anything is, as a phrase that follows "the name".
    static Optional<String> attributeObjection(String name) {
        if (name.isEmpty()) return Optional.of("is empty");
        if (!isLetter(name.charAt(0))) return Optional.of("does not begin with a letter");
        return name.chars()
                .filter(c -> !Lexer.isWordCharacter((char) c) || c == '.')
                .mapToObj(c -> "holds the illegal character '" + (char) c + "'")
                .findFirst();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
