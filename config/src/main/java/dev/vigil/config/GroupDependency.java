package dev.vigil.config;

import java.util.Comparator;
import java.util.Locale;

/// A dependency between two groups, written in the parent's block: `requires group child online local firm`.
///
/// @param rigidity what happens to the parent when the child faults; [Rigidity#NONE] with `offline local`, which has
///     none; online dependencies are firm where nothing else is written
public record GroupDependency(
        String parent, String child, Category category, Location location, Rigidity rigidity)
        implements Comparable<GroupDependency> {
    private static final Comparator<GroupDependency> ORDER =
            Comparator.comparing(GroupDependency::parent)
                    .thenComparing(GroupDependency::child)
                    .thenComparing(GroupDependency::category)
                    .thenComparing(GroupDependency::location)
                    .thenComparing(GroupDependency::rigidity);

    public GroupDependency {
        if (category == Category.ONLINE && rigidity == Rigidity.NONE) rigidity = Rigidity.FIRM;
    }

    /// In which state the child has to be for the parent to come online.
    public enum Category {
        /// The child is online.
        ONLINE,
        /// The child is offline.
        OFFLINE;

        /// The word for it in `main.cf`.
        public String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where the child has to be in that state.
    public enum Location {
        /// On the parent's system.
        LOCAL,
        /// On any system.
        GLOBAL,
        /// On another system than the parent's.
        REMOTE,
        /// On any system of the parent's site.
        SITE;

        /// The word for it in `main.cf`.
        public String keyword() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How tightly the parent follows the child.
    public enum Rigidity {
        /// Of an offline dependency, which has none.
        NONE,
        /// A fault of the child does not take the parent offline at once.
        SOFT,
        /// The parent is taken offline when the child faults.
        FIRM,
        /// Parent and child are taken offline together, whichever of them faults.
        HARD;

        /// The word for it in `main.cf`; empty for [#NONE].
        public String keyword() {
            return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
        }
    }

    /// The kind of dependency in the words of `main.cf`: `online local firm`.
    public String kind() {
        return (category.keyword() + " " + location.keyword() + " " + rigidity.keyword()).strip();
    }

    @Override
    public int compareTo(GroupDependency other) {
        return ORDER.compare(this, other);
    }
}
