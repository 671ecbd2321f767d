package dev.vigil.samples.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// What people see: a timeline that grows, and under it, on a terminal, a table that is drawn anew whenever it changes. Where the output is no
/// terminal the table is printed when asked for.
final class Screen {
    private static final String ERASE_LINE = "\u001b[2K";

    private final PrintStream out;
    private final int width;
    private final long beganNs = System.nanoTime();
    private List<String> table = List.of();
    private int drawn;

    /// @param width columns of the terminal; 0 if the output is none
    Screen(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    /// One line of the timeline, with the seconds since the demonstration began.
    ///
    /// @param who whose doing it is: `we`, `estate`, `engine`, `check`
    synchronized void say(String who, String text) {
        rub();
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        for (String line : text.split("\n")) {
            out.println(String.format(Locale.ROOT, "%8.2f  %-6s  %s", seconds, who, line));
        }
        draw();
    }

    /// A heading between scenarios.
    synchronized void heading(String text) {
        rub();
        out.println();
        out.println("== " + text);
        draw();
    }

    /// The table as it is now.
    synchronized void table(List<String> lines) {
        if (!lines.equals(table)) {
            rub();
            table = List.copyOf(lines);
            draw();
        }
    }

    /// Leaves the table in the timeline, as it is now.
    synchronized void keepTable() {
        rub();
        table.forEach(line -> out.println("          " + line));
        draw();
    }

    /// The last words; the table goes.
    synchronized void end(String text) {
        rub();
        table = List.of();
        out.println(text);
        out.flush();
    }

    private void rub() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A");
            for (int i = 0; i < drawn; i++) {
                out.print(ERASE_LINE + "\n");
            }
            out.print("\u001b[" + drawn + "A");
            drawn = 0;
        }
    }

    private void draw() {
        if (width > 0 && !table.isEmpty()) {
            out.println();
            // A line that wraps would take two lines, and only one of them would be erased.
            table.forEach(
                    line -> out.println(line.substring(0, Math.min(line.length(), width - 1))));
            drawn = table.size() + 1;
        }
        out.flush();
    }
}
