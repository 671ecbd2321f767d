package dev.vigil.config;

/// What the words of an attribute's value have to be.
///
/// `i18nstr` of older type files is read as [#STRING]: every string is Unicode here. [#FLOAT] occurs only in attributes
/// that the product itself defines (loads and capacities).
///
/// Source: VCS Administrator's Guide, "VCS attributes: attribute data types".
public enum ValueType {
    /// Any text.
    STRING("str", "-string"),
    /// A signed whole number of 32 bits.
    INTEGER("int", "-integer"),
    /// `0` or `1`.
    BOOLEAN("boolean", "-boolean"),
    /// A decimal number.
    FLOAT("float", "-float");

    private final String keyword;
    private final String option;

    ValueType(String keyword, String option) {
        this.keyword = keyword;
        this.option = option;
    }

    /// The word for it in a type definition of `types.cf`.
    public String keyword() {
        return keyword;
    }

    /// The option for it of the command `haattr -add`.
    public String option() {
        return option;
    }

    /// Whether `text` is a legal value of this type.
    public boolean accepts(String text) {
        return switch (this) {
            case STRING -> true;
            case INTEGER -> isInteger(text);
            case BOOLEAN -> text.equals("0") || text.equals("1");
            case FLOAT -> text.matches("-?[0-9]+(\\.[0-9]+)?");
        };
    }

    private static boolean isInteger(String text) {
        try {
            Integer.parseInt(text);
            return !text.startsWith("+");
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
