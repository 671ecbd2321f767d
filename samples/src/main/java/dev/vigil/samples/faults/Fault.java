package dev.vigil.samples.faults;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// One fault of a plan.
///
/// @param number counts from 1
/// @param victim index of the system it happens to
/// @param other index of another system, for what takes two
/// @param link index of a link
/// @param ms how long it lasts
/// @param amount per cent, or milliseconds, where the kind has such
record Fault(int number, Kind kind, int victim, int other, int link, int ms, int amount) {
    private static final int SHORTEST_MS = 300;

    /// A plan; the same for the same arguments. Faults last up to a good one and a half times peerinact.
    static List<Fault> plan(long seed, int count, Setup setup, int links, Set<Kind> kinds) {
        var random = new Random(seed);
        int systems = setup.systems().size();
        int peerinactMs = setup.peerinactCs() * 10;
        var all = new ArrayList<Fault>();
        // Every kind comes equally often, in an order of chance.
        var possible = EnumSet.copyOf(kinds);
        if (setup.points().isEmpty()) possible.removeIf(Kind::needsPoints);
        var bag = new ArrayList<Kind>();
        for (int number = 1; number <= count; number++) {
            if (bag.isEmpty()) bag.addAll(possible);
            Kind kind = bag.remove(random.nextInt(bag.size()));
            int victim = random.nextInt(systems);
            int other = (victim + 1 + random.nextInt(systems - 1)) % systems;
            int longest = kind == Kind.BOTH_STOPPED ? peerinactMs / 4 : peerinactMs * 8 / 5;
            all.add(
                    new Fault(
                            number,
                            kind,
                            victim,
                            other,
                            random.nextInt(links),
                            SHORTEST_MS + random.nextInt(longest - SHORTEST_MS),
                            1 + random.nextInt(60)));
        }
        return all;
    }
}
