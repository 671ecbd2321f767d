package dev.vigil.engine.had;

import dev.vigil.engine.gab.ViewId;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// Compares this system's state with the others' now and then, so that one that is another is found before it decides something else.
final class EqualStates {
    private static final long MS = 1_000_000L;
    private static final long FIRST_COMPARED_NS = 1_000 * MS;
    private static final long COMPARED_NS = 10_000 * MS;
    private static final long DIFFERS_AGAIN_NS = 60_000 * MS;

    private final Application application;
    private final StateCheck check;
    private ViewId view = ViewId.NONE;
    private long compareAtNs = Long.MAX_VALUE;
    private long sinceNs = Long.MAX_VALUE;

    EqualStates(int self, Application application) {
        this.application = application;
        this.check = new StateCheck(self);
    }

    /// What a comparison has found.
    ///
    /// @param leaveFor why this system's engine has to go, if it has to
    record Judgement(List<Output> say, Optional<String> leaveFor) {
        static final Judgement NOTHING = new Judgement(List.of(), Optional.empty());
    }

    /// A view is open in which this system has the state.
    void opened(long nowNs, ViewId opened, SortedSet<Integer> members) {
        view = opened;
        check.opened(opened, members);
        sinceNs = Math.min(sinceNs, nowNs);
        compareAtNs = nowNs + FIRST_COMPARED_NS;
    }

    /// The state as it is after that many items of the view.
    Optional<Output> applied(long position) {
        check.at(position, application::digest);
        return asked(position);
    }

    /// The answer, if another has told its state at that position.
    Optional<Output> asked(long position) {
        return check.asked(position) ? make(position) : Optional.empty();
    }

    /// What to say of itself, if it is time.
    Optional<Output> due(long nowNs) {
        if (nowNs < nextDeadlineNs()) return Optional.empty();
        compareAtNs = nowNs + COMPARED_NS;
        return make(check.newest());
    }

    private Optional<Output> make(long position) {
        return check.make(position).map(digest -> new Output.MakeDigest(view, position, digest));
    }

    /// A member's digest, this system's own included.
    ///
    /// @return whether it is news
    boolean heard(int member, Input.Digest of) {
        return check.heard(member, of.view(), of.position(), of.digest());
    }

    long nextDeadlineNs() {
        return check.due() ? compareAtNs : Long.MAX_VALUE;
    }

    Judgement judge(long nowNs, long position) {
        StateCheck.Verdict verdict = check.verdict(position);
        if (verdict == StateCheck.Verdict.EQUAL) return Judgement.NOTHING;
        String where = "after item " + position + " of view " + view;
        var keep =
                new Output.KeepForSupport("state-" + view + "-" + position, application.snapshot());
        if (verdict == StateCheck.Verdict.ANOTHER_DIFFERS) {
            return new Judgement(
                    List.of(
                            keep,
                            line("The state of another system is not that of this one " + where)),
                    Optional.empty());
        }
        String differs = "The state of this system is not that of the others " + where;
        if (nowNs - sinceNs < DIFFERS_AGAIN_NS) {
            // One that has just come is given the same state again: it would come and go.
            return new Judgement(
                    List.of(keep, line(differs + ", although it was taken from them; it stays")),
                    Optional.empty());
        }
        return new Judgement(
                List.of(keep, line(differs)),
                Optional.of("its state is not that of the others " + where));
    }

    private static Output line(String what) {
        return new Output.Line(
                new LogLine(
                        LogLine.Severity.CRITICAL,
                        "V-15-1-20055",
                        what + "; both are kept for support, in state-* beside the journal"));
    }
}
