package dev.vigil.config;

import java.util.Comparator;

/// A dependency between two resources of a group: the parent requires the child, so the child comes online first and
/// goes offline last. In `main.cf`: `parent requires child`.
public record Link(String parent, String child) implements Comparable<Link> {
    private static final Comparator<Link> ORDER =
            Comparator.comparing(Link::parent).thenComparing(Link::child);

    @Override
    public int compareTo(Link other) {
        return ORDER.compare(this, other);
    }
}
