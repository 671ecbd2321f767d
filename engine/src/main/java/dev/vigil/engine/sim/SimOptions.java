package dev.vigil.engine.sim;

import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.llt.Timing;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What one simulated cluster is like.
///
/// @param systems how many systems, with ids from 0
/// @param links how many links between them
/// @param shapes the groups
/// @param timing configured times
/// @param mode what gives the right
/// @param driftPpm largest drift of a clock
/// @param lossPercent heartbeats that get lost on the way
/// @param slowPercent messages that take up to `slowNs`
/// @param slowNs how long slow ones may take
/// @param oddPercent offers to the log's transport that go wrong in one of the ways measured
/// @param chaosNs how long things are broken
/// @param points how many coordination points, 0 in modes without them
/// @param troubles whether resources die, and fail to start or stop, by themselves
/// @param seedCount gabtab's `-n`
/// @param setupNs how long it may take until the first message gets from one engine to another
/// @param loser what ends a machine when nothing else stops in time what must not run on
/// @param disksFail whether disks are lost, one at a time
record SimOptions(
        int systems,
        int links,
        List<SimGroup> shapes,
        Timing timing,
        QuorumMode mode,
        long driftPpm,
        int lossPercent,
        int slowPercent,
        long slowNs,
        int oddPercent,
        long chaosNs,
        int points,
        boolean troubles,
        int seedCount,
        long setupNs,
        LoserSettings loser,
        boolean disksFail) {
    private static final long MS = 1_000_000L;

    /// A quiet cluster: nothing lost, nothing slow, clocks that agree; peerinact 2 s and heartbeats every 100 ms.
    static SimOptions quiet(int systems) {
        return new SimOptions(
                systems,
                2,
                SimGroup.plain(3),
                Timing.of(2_000 * MS, 100 * MS, 400 * MS),
                mode(systems),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                false,
                systems,
                0,
                LoserSettings.NONE,
                false);
    }

    /// The cluster that a replay seed stands for.
    static SimOptions of(long replaySeed) {
        var random = new SplittableRandom(replaySeed * 31 + 7);
        int systems = 2 + random.nextInt(random.nextInt(5) == 0 ? 8 : 4);
        long peerinactMs = random.nextInt(4) == 0 ? 4_000 : 2_000;
        QuorumMode mode =
                systems == 2 && random.nextBoolean() ? QuorumMode.MAJORITY : mode(systems);
        if (random.nextInt(20) == 0) {
            mode = QuorumMode.DISABLED;
        }
        int points = 0;
        if (random.nextInt(3) == 0) {
            mode = QuorumMode.CUSTOMIZED;
            points = random.nextInt(4) == 0 ? 1 : 3;
        }
        return new SimOptions(
                systems,
                1 + random.nextInt(2),
                random.nextInt(3) == 0
                        ? SimGroup.plain(1 + random.nextInt(5))
                        : SimGroup.any(random, 2 + random.nextInt(5)),
                Timing.of(peerinactMs * MS, (random.nextBoolean() ? 100 : 200) * MS, 700 * MS),
                mode,
                random.nextInt(2) * Timing.DRIFT_PPM,
                random.nextInt(3) == 0 ? random.nextInt(8) : 0,
                random.nextInt(3) == 0 ? random.nextInt(10) : 0,
                (5 + random.nextInt(120)) * MS,
                random.nextInt(2) * random.nextInt(5),
                (8_000 + random.nextInt(10_000)) * MS,
                points,
                random.nextBoolean(),
                random.nextInt(3) == 0 ? systems / 2 + 1 : systems,
                random.nextInt(4) == 0 ? (100 + random.nextInt(2_900)) * MS : 0,
                loser(new SplittableRandom(replaySeed * 31 + 11)),
                systems > 2 && new SplittableRandom(replaySeed * 31 + 13).nextInt(4) == 0);
    }

    private static LoserSettings loser(SplittableRandom random) {
        return new LoserSettings(
                random.nextInt(4) == 0 ? Optional.of("watchdog") : Optional.empty(),
                0,
                random.nextInt(4) == 0,
                "");
    }

    /// How many groups there are.
    int groups() {
        return shapes.size();
    }

    private static QuorumMode mode(int systems) {
        return systems == 2 ? QuorumMode.UNARBITRATED : QuorumMode.MAJORITY;
    }

    /// The same with another mode.
    SimOptions withMode(QuorumMode other) {
        return with(to -> to.mode = other);
    }

    /// The same with coordination points.
    SimOptions withPoints(int number) {
        return with(
                to -> {
                    to.mode = QuorumMode.CUSTOMIZED;
                    to.points = number;
                });
    }

    /// The same with other times.
    SimOptions withTiming(Timing other) {
        return with(to -> to.timing = other);
    }

    /// The same with other groups.
    SimOptions withGroups(List<SimGroup> others) {
        return with(to -> to.shapes = others);
    }

    /// The same where connections between engines take long to set up.
    SimOptions withSetup(long ns) {
        return with(to -> to.setupNs = ns);
    }

    /// The same with a watchdog, and LoserAction=panic or without.
    SimOptions withLoser(boolean watchdog, boolean panics) {
        return with(
                to ->
                        to.loser =
                                new LoserSettings(
                                        watchdog ? Optional.of("watchdog") : Optional.empty(),
                                        0,
                                        panics,
                                        ""));
    }

    /// The same with another `-n` in gabtab.
    SimOptions withSeedCount(int other) {
        return with(to -> to.seedCount = other);
    }

    private SimOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /// Options while they are being changed: the one place that copies them field by field.
    private static final class Draft {
        private int systems;
        private int links;
        private List<SimGroup> shapes;
        private Timing timing;
        private QuorumMode mode;
        private long driftPpm;
        private int lossPercent;
        private int slowPercent;
        private long slowNs;
        private int oddPercent;
        private long chaosNs;
        private int points;
        private boolean troubles;
        private int seedCount;
        private long setupNs;
        private LoserSettings loser;
        private boolean disksFail;

        Draft(SimOptions of) {
            systems = of.systems;
            links = of.links;
            shapes = of.shapes;
            timing = of.timing;
            mode = of.mode;
            driftPpm = of.driftPpm;
            lossPercent = of.lossPercent;
            slowPercent = of.slowPercent;
            slowNs = of.slowNs;
            oddPercent = of.oddPercent;
            chaosNs = of.chaosNs;
            points = of.points;
            troubles = of.troubles;
            seedCount = of.seedCount;
            setupNs = of.setupNs;
            loser = of.loser;
            disksFail = of.disksFail;
        }

        SimOptions options() {
            return new SimOptions(
                    systems,
                    links,
                    shapes,
                    timing,
                    mode,
                    driftPpm,
                    lossPercent,
                    slowPercent,
                    slowNs,
                    oddPercent,
                    chaosNs,
                    points,
                    troubles,
                    seedCount,
                    setupNs,
                    loser,
                    disksFail);
        }
    }
}
