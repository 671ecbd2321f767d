package dev.vigil.engine.sim;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Plays many replay seeds and says which of them broke a rule.
public final class Simulation {
    private Simulation() {}

    /// The replay seeds that failed, as the messages of their failures; at most ten.
    ///
    /// @param first the first replay seed
    /// @param count how many are played, on all processors
    public static List<String> failures(long first, long count) {
        var failed = new AtomicLong();
        return LongStream.range(first, first + count)
                .parallel()
                .mapToObj(
                        seed -> {
                            if (failed.get() >= 10) {
                                return "";
                            }
                            try {
                                Chaos.play(seed, 60);
                                return "";
                            } catch (SimFailure failure) {
                                failed.incrementAndGet();
                                return failure.getMessage();
                            }
                        })
                .filter(message -> !message.isEmpty())
                .toList();
    }
}
