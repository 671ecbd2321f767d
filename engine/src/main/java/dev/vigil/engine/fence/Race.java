package dev.vigil.engine.fence;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One race for the right to go on without some systems: their keys are ejected at one coordination point after the other, in a fixed
/// order, so that the side that comes first at the first point mostly wins the others as well.
///
/// | verdict | when |
/// |---|---|
/// | RUNNING | until one of the others |
/// | WON | a majority of the configured points has ejected the victims |
/// | LOST | so many points refuse that no majority is left |
///
/// A point that does not answer is passed over and asked again when all have been asked. Pure: time is handed in.
final class Race {
    /// What has come of it.
    enum Verdict {
        RUNNING,
        WON,
        LOST
    }

    private enum Said {
        NOTHING,
        GRANTED,
        REFUSED
    }

    private final List<String> points;
    private final PointRequest.Eject eject;
    private final long patienceNs;
    private final long hesitationNs;
    private final SortedMap<Integer, Said> said = new TreeMap<>();
    private int turn = -1;
    private long askAtNs;
    private long patientUntilNs = Long.MAX_VALUE;

    /// A race that begins at `startNs`.
    ///
    /// @param points all configured ones, in the order of the file
    /// @param eject what is asked of each
    /// @param raceNs R: the time there is; a third of it is a point's
    Race(List<String> points, PointRequest.Eject eject, long startNs, long raceNs) {
        this.points = points;
        this.eject = eject;
        this.patienceNs = raceNs / 3;
        this.hesitationNs = raceNs / 8;
        this.askAtNs = startNs;
    }

    /// Whose keys are ejected.
    SortedSet<Integer> victims() {
        return eject.victims();
    }

    /// What has come of it so far.
    Verdict verdict() {
        int majority = points.size() / 2 + 1;
        if (count(Said.GRANTED) >= majority) {
            return Verdict.WON;
        }
        return points.size() - count(Said.REFUSED) < majority ? Verdict.LOST : Verdict.RUNNING;
    }

    /// The points that have refused, for people.
    SortedSet<String> refusals() {
        var refusals = new TreeSet<String>();
        said.forEach(
                (point, answer) -> {
                    if (answer == Said.REFUSED) {
                        refusals.add(points.get(point));
                    }
                });
        return refusals;
    }

    /// The point to ask now, if one is to be asked.
    Optional<String> next(long atNs) {
        if (verdict() != Verdict.RUNNING) {
            return Optional.empty();
        }
        if (atNs >= patientUntilNs) {
            patientUntilNs = Long.MAX_VALUE;
            askAtNs = atNs;
        }
        if (atNs < askAtNs) {
            return Optional.empty();
        }
        do {
            turn = (turn + 1) % points.size();
        } while (said.getOrDefault(turn, Said.NOTHING) != Said.NOTHING);
        askAtNs = Long.MAX_VALUE;
        patientUntilNs = atNs + patienceNs;
        return Optional.of(points.get(turn));
    }

    /// What [#next] asks.
    PointRequest.Eject request() {
        return eject;
    }

    /// A point has answered, late ones too. Who was refused lets the other go first at the next point.
    void answered(long atNs, String point, PointAnswer answer) {
        int index = points.indexOf(point);
        switch (answer) {
            case PointAnswer.Granted _ -> said.put(index, Said.GRANTED);
            case PointAnswer.Refused _ -> said.putIfAbsent(index, Said.REFUSED);
            case PointAnswer.Unreachable _ -> {}
        }
        if (index == turn && patientUntilNs != Long.MAX_VALUE) {
            patientUntilNs = Long.MAX_VALUE;
            askAtNs = answer instanceof PointAnswer.Granted ? atNs : atNs + hesitationNs;
        }
    }

    /// When [#next] may have something.
    long nextDeadlineNs() {
        return verdict() == Verdict.RUNNING ? Math.min(askAtNs, patientUntilNs) : Long.MAX_VALUE;
    }

    private int count(Said what) {
        return (int) said.values().stream().filter(answer -> answer == what).count();
    }
}
