package dev.vigil.config;

/// How many words an attribute's value has and how they are arranged.
///
/// Source: VCS Administrator's Guide, "VCS attributes: attribute dimensions".
public enum Dimension {
    /// One word.
    SCALAR("", "-scalar"),
    /// An ordered list, in which a word may be repeated: `str MCName[]`.
    VECTOR("[]", "-vector"),
    /// A list of different words: `keylist AutoStartList`.
    KEYLIST("", "-keylist"),
    /// Different keys with a value each: `int SystemList{}`.
    ASSOCIATION("{}", "-assoc");

    private final String suffix;
    private final String option;

    Dimension(String suffix, String option) {
        this.suffix = suffix;
        this.option = option;
    }

    /// What follows the attribute's name in a type definition; nothing for scalars and for keylists, which have a
    /// keyword of their own.
    public String suffix() {
        return suffix;
    }

    /// The option for it of the command `haattr -add`.
    public String option() {
        return option;
    }
}
