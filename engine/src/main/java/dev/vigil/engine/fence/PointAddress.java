package dev.vigil.engine.fence;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.TableFile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A TCP address of a coordination point, written `[host]:port`.
///
/// @param host a name or an address
/// @param port from 0 (any; only to listen on) to 65535
public record PointAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("\\[([^\\[\\]\\s]+)](?::([0-9]{1,5}))?");

    /// Reads an address in a line of a file.
    ///
    /// @param defaultPort if it names none
    /// @throws BadFileException if it has another form
    public static PointAddress parse(TableFile.Line line, String text, int defaultPort)
            throws BadFileException {
        Matcher form = FORM.matcher(text);
        if (!form.matches())
            throw line.problem(
                    "\"" + text + "\" is no address of a coordination point",
                    "write [host]:port, for example [192.168.10.50]:443");
        String port = form.group(2);
        return new PointAddress(
                form.group(1), port == null ? defaultPort : line.number(port, "port", 0, 65_535));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
