package dev.vigil.config;

import java.util.List;

/// Checks a configuration that was not read from a text but changed by commands, as the reader checks one that was:
/// whether names lead anywhere, values are of the right kind, and dependencies can be kept.
///
/// Source: VCS Administrator's Guide, "hacf -verify".
public final class Verifier {
    private Verifier() {}

    /// All findings about a configuration. It may be used if none of them is an error.
    public static List<Diagnostic> verify(Configuration configuration) {
        Findings findings = new Findings();
        new Verification(configuration, new Places(), findings).run();
        return findings.all();
    }
}
