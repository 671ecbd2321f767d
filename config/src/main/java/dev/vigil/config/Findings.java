package dev.vigil.config;

import dev.vigil.config.Diagnostic.Severity;

import java.util.ArrayList;
import java.util.List;

/// Collects what is found wrong while a configuration is read. After [#MOST] findings the rest is counted and not kept:
/// they are most likely one mistake seen many times.
final class Findings {
    static final int MOST = 100;

    private final List<Diagnostic> found = new ArrayList<>();
    private int more;
    private boolean errors;

    void error(Position at, String umi, String message, String remedy) {
        errors = true;
        add(Severity.ERROR, at, umi, message, remedy);
    }

    void warning(Position at, String umi, String message, String remedy) {
        add(Severity.WARNING, at, umi, message, remedy);
    }

    /// Something that is set and not acted upon; all of them are kept, as none is a mistake.
    void limit(Position at, String message) {
        found.add(
                new Diagnostic(
                        Severity.WARNING,
                        at.file(),
                        at.line(),
                        at.column(),
                        Umi.NOT_ACTED_UPON,
                        message,
                        ""));
    }

    private void add(Severity severity, Position at, String umi, String message, String remedy) {
        if (found.size() >= MOST) {
            more++;
            return;
        }
        found.add(
                new Diagnostic(severity, at.file(), at.line(), at.column(), umi, message, remedy));
    }

    boolean hasErrors() {
        return errors;
    }

    List<Diagnostic> all() {
        if (more == 0) return List.copyOf(found);
        List<Diagnostic> all = new ArrayList<>(found);
        all.add(
                new Diagnostic(
                        errors ? Severity.ERROR : Severity.WARNING,
                        "",
                        0,
                        0,
                        Umi.TOO_MANY,
                        more + " more findings are not shown",
                        "Correct those above first"));
        return List.copyOf(all);
    }
}
