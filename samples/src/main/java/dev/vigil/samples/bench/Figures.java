package dev.vigil.samples.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// One figure, measured several times.
///
/// @param name what it is
/// @param unit of the values
/// @param values in the order in which they were measured
record Figures(String name, String unit, List<Double> values) {
    Figures(String name, String unit) {
        this(name, unit, new ArrayList<>());
    }

    void add(double value) {
        values.add(value);
    }

    /// A row: name, number of runs, minimum, median, maximum.
    String row() {
        if (values.isEmpty()) {
            return String.format(Locale.ROOT, "%-64s not measured", name);
        }
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return String.format(
                Locale.ROOT,
                "%-64s n=%-3d min %9.1f  median %9.1f  max %9.1f %s",
                name,
                sorted.size(),
                sorted.getFirst(),
                median,
                sorted.getLast(),
                unit);
    }
}
