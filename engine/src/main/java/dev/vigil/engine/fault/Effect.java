package dev.vigil.engine.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is wrong with one way of one link to one peer.
///
/// @param cut nothing gets through
/// @param delayMs by which everything is late
/// @param lost share of what is lost, 0 to 1
/// @param doubled share of what arrives twice, 0 to 1
public record Effect(boolean cut, long delayMs, double lost, double doubled) {
    /// Nothing is wrong.
    static final Effect NONE = new Effect(false, 0, 0, 0);

    /// The same and a cut.
    public Effect withCut() {
        return new Effect(true, delayMs, lost, doubled);
    }

    /// The same with another delay.
    public Effect withDelay(long ms) {
        return new Effect(cut, ms, lost, doubled);
    }

    /// The same with another loss.
    public Effect withLoss(double share) {
        return new Effect(cut, delayMs, share, doubled);
    }

    /// The same with another share of duplicates.
    public Effect withDuplicates(double share) {
        return new Effect(cut, delayMs, lost, share);
    }

    /// As the operator reads it: `cut`, `delay 50 ms, lose 10%`.
    public String text() {
        List<String> parts = new ArrayList<>();
        if (cut) parts.add("cut");
        if (delayMs > 0) parts.add("delay " + delayMs + " ms");
        if (lost > 0) parts.add("lose " + percent(lost));
        if (doubled > 0) parts.add("duplicate " + percent(doubled));
        return String.join(", ", parts);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g", share * 100).replaceAll("\\.?0+$", "") + "%";
    }
}
