package dev.vigil.engine.gab;

/// Ballots of different systems are never equal: each is a round and the system that began it.
final class Ballots {
    private static final int MAX_SYSTEMS = 64;

    private Ballots() {}

    static long of(long round, int proposer) {
        return round * MAX_SYSTEMS + proposer;
    }

    static long round(long ballot) {
        return ballot / MAX_SYSTEMS;
    }

    static int proposer(long ballot) {
        return Math.toIntExact(ballot % MAX_SYSTEMS);
    }
}
