package dev.vigil.engine.core;

import dev.vigil.engine.core.Message.Severity;

import java.util.List;

/// What becomes of an operator's request.
///
/// @param answered whether the answer is known now; if not it follows an event to come
/// @param exitCode of the command
/// @param messages for the operator
record Verdict(boolean answered, int exitCode, List<String> messages) {
    /// Accepted; nothing to say.
    static final Verdict DONE = new Verdict(true, 0, List.of());

    /// Accepted; the answer follows.
    static final Verdict LATER = new Verdict(false, 0, List.of());

    static Verdict done(String umi, String notice) {
        return new Verdict(true, 0, List.of(new Message(Severity.NOTICE, umi, notice).line()));
    }

    static Verdict refused(String umi, String why) {
        return new Verdict(true, 1, List.of(Requests.warning(umi, why)));
    }

    boolean accepted() {
        return exitCode == 0;
    }
}
