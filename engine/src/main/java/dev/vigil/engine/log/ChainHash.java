package dev.vigil.engine.log;

import dev.vigil.engine.gab.ViewId;

/// The hash of a log up to a position: equal at one position means equal in everything before it. It finds forks, not forgeries.
public final class ChainHash {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private ChainHash() {}

    /// The hash of something that stands for itself.
    public static long of(byte[] content) {
        return next(PRIME, content);
    }

    /// Before the first item of a view.
    static long start(ViewId view) {
        return mix(mix(mix(PRIME, view.number()), view.proposer()), view.ballot());
    }

    /// After one more element.
    static long next(long hash, byte[] element) {
        long next = mix(hash, element.length);
        for (byte b : element) {
            next = (next ^ (b & 0xff)) * 0x100000001B3L;
        }
        return mix(next, hash);
    }

    private static long mix(long hash, long value) {
        long z = (hash ^ value) * PRIME;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
