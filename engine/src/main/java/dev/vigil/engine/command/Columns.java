package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Left-justified columns, one blank between them; a longer word pushes what follows to the right and is never cut.
///
/// A width of 0 leaves a column unpadded, as the last one of most tables is.
record Columns(List<Integer> widths) {

    static Columns of(Integer... widths) {
        return new Columns(List.of(widths));
    }

    /// One line of the table.
    ///
    /// @throws IllegalArgumentException if there are more or fewer cells than columns
    String line(String... cells) {
        if (cells.length != widths.size()) {
            throw new IllegalArgumentException(
                    "%d cells for %d columns: %s"
                            .formatted(cells.length, widths.size(), Arrays.toString(cells)));
        }
        var line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                line.append(' ');
            }
            line.append(cells[i]).repeat(' ', Math.max(0, widths.get(i) - cells[i].length()));
        }
        return line.toString();
    }

    /// A header and rows below it.
    List<String> table(List<String> header, List<List<String>> rows) {
        var lines = new ArrayList<String>();
        lines.add(line(header.toArray(String[]::new)));
        rows.forEach(row -> lines.add(line(row.toArray(String[]::new))));
        return lines;
    }

    /// The same columns, the first at least as wide as the longest of `names`.
    Columns fitting(Iterable<String> names) {
        int widest = widths.getFirst();
        for (String name : names) {
            widest = Math.max(widest, name.length());
        }
        var fitted = new ArrayList<>(widths);
        fitted.set(0, widest);
        return new Columns(List.copyOf(fitted));
    }
}
