package dev.vigil.engine.llt;

/// A line `key=value` of a table file.
///
/// @param line where it stands
/// @param key what is set
/// @param value may be empty
public record SettingLine(TableFile.Line line, String key, String value) {
    /// Takes a line apart.
    ///
    /// @param example what such a line looks like
    /// @throws BadFileException if it has another form
    public static SettingLine of(TableFile.Line line, String example) throws BadFileException {
        String text = String.join(" ", line.words());
        int equals = text.indexOf('=');
        if (equals < 1) throw line.problem("\"" + text + "\" is no key=value", "write: " + example);
        return new SettingLine(
                line, text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    }
}
