package dev.vigil.engine.sim;

import java.util.HashSet;
import java.util.Set;

/// `bench/simulate [COUNT [FIRST]]` plays replay seeds on all processors and prints what comes of it; `bench/simulate replay SEED` one, with its trace.
public final class SimulationMain {
    private static final long AT_ONCE = 100;
    private static final int TRACE_LINES = 100_000;

    private SimulationMain() {}

    /// Exits with 1 if a rule was broken.
    public static void main(String[] arguments) {
        try {
            if (arguments.length == 2 && arguments[0].equals("replay")) {
                replay(Long.parseLong(arguments[1]));
            } else {
                play(number(arguments, 0, 100_000), number(arguments, 1, 1));
            }
        } catch (NumberFormatException misused) {
            System.err.println("usage: bench/simulate [COUNT [FIRST]] | replay SEED");
            System.exit(2);
        }
    }

    private static long number(String[] arguments, int at, long otherwise) {
        return arguments.length > at ? Long.parseLong(arguments[at]) : otherwise;
    }

    private static void replay(long replaySeed) {
        try {
            Chaos.play(replaySeed, TRACE_LINES).lines().forEach(System.out::println);
        } catch (SimFailure failure) {
            System.out.println(failure.getMessage());
            System.exit(1);
        }
    }

    private static void play(long count, long first) {
        var simulation = new Simulation();
        long beganNs = System.nanoTime();
        Set<Long> said = new HashSet<>();
        for (long at = first; at < first + count && !simulation.givenUp(); at += AT_ONCE) {
            simulation.play(at, Math.min(AT_ONCE, first + count - at));
            for (Simulation.Failure failure : simulation.failures()) {
                if (said.add(failure.replaySeed()))
                    System.out.println(
                            "FAILED: "
                                    + failure.message().lines().findFirst().orElse("")
                                    + "\n  bench/simulate replay "
                                    + failure.replaySeed());
            }
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            System.out.printf(
                    "%d of %d replay seeds, %.1f/s, %.2f hours simulated, %d failed%n",
                    simulation.played(),
                    count,
                    simulation.played() / seconds,
                    simulation.simulatedHours(),
                    simulation.failures().size());
        }
        report(simulation);
        if (!simulation.failures().isEmpty()) System.exit(1);
    }

    private static void report(Simulation simulation) {
        simulation.faults().forEach((kind, times) -> System.out.printf("%10d %s%n", times, kind));
        simulation
                .sizes()
                .forEach(
                        (systems, times) ->
                                System.out.printf("%10d clusters of %d systems%n", times, systems));
        simulation
                .exceptions()
                .forEach(
                        (kind, count) ->
                                System.out.printf(
                                        "%10d %s, %d ms at most%n",
                                        count.times(), kind, count.longestNs() / 1_000_000));
        System.out.printf(
                "%10.1f ms of processor time for each replay seed%n",
                1_000 * simulation.processorSeconds() / Math.max(1, simulation.played()));
        System.out.printf(
                "%10d faults in all, in %.2f simulated hours%n",
                simulation.faults().values().stream().mapToLong(Long::longValue).sum(),
                simulation.simulatedHours());
    }
}
