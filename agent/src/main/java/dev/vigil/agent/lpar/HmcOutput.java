package dev.vigil.agent.lpar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The grammar in which HMC commands print and read: comma-separated values, up to three levels deep.
///
/// A record is `attr=value` pairs joined by commas. A pair whose value has a comma is wrapped in quotes as a whole; inside it every quote is
/// doubled. Taking a field's quotes off therefore leaves a value that is a list in the same grammar, and taking that apart leaves its elements:
/// ```
/// name=lpar05,"virtual_scsi_adapters=304/client/2/v1/4/1,404/client/3/v2/6/1"
/// "virtual_fc_adapters=""504/client/2/v1/8/c05076a,c05076b/1"",""604/client/3/v2/5/c05076c,c05076d/1"""
/// ```
/// With `-F` only the values are printed, with the delimiter of the list of names. `attr="a,b"`, which the HMC takes as input, is read too.
///
/// Source: IBM HMC commands, lssyscfg; captures of HMC V7R7.9 and V10R3.
public final class HmcOutput {
    private static final String NOTHING_FOUND = "No results were found.";

    private HmcOutput() {}

    /// The rows of `-F` output.
    ///
    /// @return empty when the HMC printed nothing or "No results were found."
    /// @throws HmcFormatException if a quote is not closed, or stands where none can
    public static List<List<String>> rows(String text, char delimiter) throws HmcFormatException {
        if (text.isBlank() || text.strip().equals(NOTHING_FOUND)) {
            return List.of();
        }
        return new Scanner(text, delimiter).rows();
    }

    /// The records of output without `-F`, or of `-i` data and profile files: attribute to value, in order. Of an attribute that occurs twice
    /// the last value counts, as for the HMC.
    ///
    /// @throws HmcFormatException also if a field has no `=`
    public static List<SequencedMap<String, String>> records(String text)
            throws HmcFormatException {
        List<SequencedMap<String, String>> records = new ArrayList<>();
        for (List<String> row : rows(text, ',')) {
            SequencedMap<String, String> fields = new LinkedHashMap<>();
            for (String field : row) {
                int equals = field.indexOf('=');
                if (equals < 1) {
                    throw new HmcFormatException("expected attribute=value, found '" + field + "'");
                }
                fields.put(field.substring(0, equals).strip(), field.substring(equals + 1));
            }
            records.add(fields);
        }
        return List.copyOf(records);
    }

    /// The elements of a value that is a list; none of an empty value or `none`.
    ///
    /// @throws HmcFormatException if its quotes are not balanced
    public static List<String> list(String value) throws HmcFormatException {
        if (value.isEmpty() || value.equals("none")) {
            return List.of();
        }
        return new Scanner(value, ',').rows().getFirst();
    }

    /// Reads from left to right; a newline ends a row unless it stands in quotes.
    private static final class Scanner {
        private final String text;
        private final char delimiter;
        private int at;

        Scanner(String text, char delimiter) {
            this.text = text;
            this.delimiter = delimiter;
        }

        List<List<String>> rows() throws HmcFormatException {
            List<List<String>> rows = new ArrayList<>();
            while (at < text.length()) {
                List<String> row = row();
                if (row.size() > 1 || !row.getFirst().isBlank()) {
                    rows.add(List.copyOf(row));
                }
            }
            return rows;
        }

        private List<String> row() throws HmcFormatException {
            List<String> fields = new ArrayList<>();
            while (true) {
                fields.add(field());
                if (at >= text.length()) {
                    return fields;
                }
                char end = text.charAt(at++);
                if (end == '\n') {
                    return fields;
                }
            }
        }

        /// One field, up to the delimiter, newline or end that `at` is left on.
        private String field() throws HmcFormatException {
            StringBuilder field = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == delimiter || c == '\n') {
                    break;
                }
                if (c == '"') {
                    if (!field.isEmpty() && field.charAt(field.length() - 1) != '=') {
                        throw new HmcFormatException(
                                "a quote stands in the middle of a field, after '" + field + "'");
                    }
                    field.append(quoted());
                    expectEnd(field);
                    break;
                }
                at++;
                if (c != '\r') {
                    field.append(c);
                }
            }
            return field.toString();
        }

        private String quoted() throws HmcFormatException {
            StringBuilder value = new StringBuilder();
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '"') {
                    value.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    value.append('"');
                    i++;
                } else {
                    at = i + 1;
                    return value.toString();
                }
            }
            throw new HmcFormatException(
                    "a quote is not closed: "
                            + text.substring(at, Math.min(text.length(), at + 60)));
        }

        private void expectEnd(CharSequence field) throws HmcFormatException {
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length() && text.charAt(at) != delimiter && text.charAt(at) != '\n') {
                throw new HmcFormatException(
                        "expected '"
                                + delimiter
                                + "' after the closing quote of '"
                                + field
                                + "', found '"
                                + text.charAt(at)
                                + "'");
            }
        }
    }
}
