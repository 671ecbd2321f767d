package dev.vigil.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Where in the text things were found, so that a check of the finished model can point at words.
///
/// A finding about a list item, say, is shown at that item if its place is known, else at the attribute, else at the
/// object, else nowhere.
final class Places {
    /// What has a place: an object, one of its attributes, or an item in that. `item` is `@sys` for what is written for
    /// one system.
    private record Thing(Kind kind, String object, String attribute, String item) {}

    /// The kinds of objects.
    enum Kind {
        CLUSTER("cluster"),
        REMOTE_CLUSTER("remote cluster"),
        HEARTBEAT("heartbeat"),
        SYSTEM("system"),
        SITE("site"),
        TYPE("type"),
        GROUP("group"),
        RESOURCE("resource"),
        /// The links of a resource to its children; the item is the child.
        LINK("dependency of resource"),
        /// The dependencies of a group on others; the item is the child.
        GROUP_LINK("dependency of group");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// How a message calls such an object.
        String of(String name) {
            return words + " " + name;
        }
    }

    private final Map<Thing, Position> positions = new HashMap<>();
    private final Set<Thing> broken = new HashSet<>();

    /// Notes that a resource, or an attribute of an object, could not be understood: what would follow from its absence
    /// is not worth a finding of its own.
    void markBroken(Kind kind, String object, String attribute) {
        broken.add(new Thing(kind, object, attribute, ""));
    }

    boolean isBroken(Kind kind, String object, String attribute) {
        return broken.contains(new Thing(kind, object, attribute, ""));
    }

    void put(Kind kind, String object, Position position) {
        positions.putIfAbsent(new Thing(kind, object, "", ""), position);
    }

    void put(Kind kind, String object, String attribute, Position position) {
        put(kind, object, attribute, "", position);
    }

    void put(Kind kind, String object, String attribute, String item, Position position) {
        positions.put(new Thing(kind, object, attribute, item), position);
    }

    Position of(Kind kind, String object) {
        return of(kind, object, "", "");
    }

    Position of(Kind kind, String object, String attribute) {
        return of(kind, object, attribute, "");
    }

    Position of(Kind kind, String object, String attribute, String item) {
        Position found = positions.get(new Thing(kind, object, attribute, item));
        if (found == null) found = positions.get(new Thing(kind, object, attribute, ""));
        if (found == null) found = positions.get(new Thing(kind, object, "", ""));
        return found == null ? Position.NOWHERE : found;
    }
}
