package dev.vigil.engine.llt;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// `llthosts`: which number and which name the systems of the cluster have. Equal on all systems.
///
/// Source: Cluster Server Configuration Guide, "LLT files": one line per system, `<node-id> <name>`.
///
/// @param names by node id; never empty, no name twice
public record LltHosts(SortedMap<Integer, String> names) {
    /// The largest node id that LLT knows.
    public static final int LAST_NODE = 63;

    private static final String USAGE = "<node-id> <system name>, for example: 0 sysA";

    public LltHosts {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    /// Reads `llthosts`.
    ///
    /// @throws BadFileException if it is missing, empty, or says something twice
    public static LltHosts read(Path path) throws BadFileException {
        return parse(TableFile.read(path, "one line \"<node-id> <system name>\" per system"));
    }

    static LltHosts parse(TableFile file) throws BadFileException {
        SortedMap<Integer, String> names = new TreeMap<>();
        for (TableFile.Line line : file.lines()) {
            int node = line.number(0, "node id", 0, LAST_NODE, USAGE);
            String name = line.word(1, "the system's name", USAGE);
            line.atMost(2, USAGE);
            if (names.containsKey(node))
                throw line.problem(
                        "node id " + node + " is already " + names.get(node) + "'s",
                        "give every system a number of its own");
            if (names.containsValue(name))
                throw line.problem(
                        "system " + name + " has a node id already", "remove one of the two lines");
            names.put(node, name);
        }
        if (names.isEmpty())
            throw new BadFileException(file.path(), "names no system", "write: " + USAGE);
        return new LltHosts(names);
    }

    /// The node id of a system.
    public OptionalInt nodeOf(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }
}
