package dev.vigil.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// One group of a simulated cluster. It prefers the system of its number and may run everywhere.
///
/// @param number names it: `g2`
/// @param resources one, or a chain of several
/// @param parallel whether it runs on all systems at once
/// @param preOnline whether it asks its preonline trigger first
/// @param leftRunning whether it is left running when its system goes (AutoDisableNoOffline)
/// @param retries OnlineRetryLimit
/// @param needs the groups that it depends on
record SimGroup(
        int number,
        int resources,
        boolean parallel,
        boolean preOnline,
        boolean leftRunning,
        int retries,
        List<Needs> needs) {
    private static final List<String> KINDS =
            List.of(
                    "online local soft",
                    "online local firm",
                    "online local hard",
                    "online global soft",
                    "online global firm",
                    "online remote soft",
                    "online remote firm",
                    "offline local");

    /// A dependency on another group.
    ///
    /// @param kind as `main.cf` has it: `online local firm`
    record Needs(int child, String kind) {
        boolean local() {
            return kind.startsWith("online local");
        }

        boolean remote() {
            return kind.startsWith("online remote");
        }

        boolean offline() {
            return kind.startsWith("offline");
        }

        boolean soft() {
            return kind.endsWith("soft");
        }
    }

    SimGroup {
        needs = List.copyOf(needs);
    }

    /// Groups that depend on nothing: with an even number of one resource, the others of three; `g3` asks first, `g4` is left running.
    static List<SimGroup> plain(int count) {
        return IntStream.range(0, count).mapToObj(SimGroup::alone).toList();
    }

    private static SimGroup alone(int g) {
        return new SimGroup(g, g % 2 == 0 ? 1 : 3, false, g == 3, g == 4, 0, List.of());
    }

    /// Groups of all kinds, some of which depend on one before them.
    static List<SimGroup> any(SplittableRandom random, int count) {
        var groups = new ArrayList<SimGroup>();
        for (int g = 0; g < count; g++) {
            SimGroup plain = alone(g);
            boolean parallel = g > 0 && random.nextInt(6) == 0;
            int retries = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
            List<Needs> needs = List.of();
            if (g > 0 && random.nextInt(5) < 2) {
                SimGroup child = groups.get(random.nextInt(g));
                String kind = KINDS.get(random.nextInt(KINDS.size()));
                boolean oneLevel =
                        !kind.endsWith("hard")
                                || groups.stream().noneMatch(other -> hardWith(other, child));
                boolean above = child.needs.stream().anyMatch(n -> n.kind.endsWith("hard"));
                if (fits(parallel, child, kind) && oneLevel && !(above && kind.endsWith("hard"))) {
                    needs = List.of(new Needs(child.number, kind));
                }
            }
            boolean leftRunning = plain.leftRunning && needs.isEmpty() && !parallel;
            groups.add(
                    new SimGroup(
                            g,
                            plain.resources,
                            parallel,
                            plain.preOnline && !parallel,
                            leftRunning,
                            retries,
                            needs));
        }
        return groups;
    }

    private static boolean hardWith(SimGroup other, SimGroup child) {
        return other.needs.stream()
                .anyMatch(n -> n.kind.endsWith("hard") && n.child == child.number);
    }

    /// Whether a dependency makes sense: a group that runs everywhere has no place apart from another, and none on the one system of another.
    private static boolean fits(boolean parallel, SimGroup child, String kind) {
        if (child.leftRunning) {
            return false;
        }
        boolean together = kind.startsWith("online local") && (!parallel || child.parallel);
        boolean anywhere = kind.startsWith("online global") && !(parallel && child.parallel);
        boolean hard = kind.endsWith("hard");
        if (hard) {
            return together && !parallel && !child.parallel;
        }
        return together || anywhere || (!parallel && !child.parallel);
    }
}
