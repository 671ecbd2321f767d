package dev.vigil.engine.node;

import java.util.Optional;

/// `LoserAction=panic`: decides when the loser ends with its machine.
///
/// A system that lost the right cleans first, whatever LoserAction says: what is down in time has cost nobody a machine. Only when something
/// leased may still run at the moment by which the stop margin expects it to be down, a clean can no longer be relied upon, and the kernel is
/// told to panic. The rest of the margin, K, is left for that. So a type whose CleanTimeout is longer than the margin has room for is
/// safe with it. VCS panics at once; the others start nothing sooner for that.
final class LoserPanic {
    private boolean done;

    /// Whether it is time, and why.
    Optional<String> step(long atNs, LeaseGuard guard) {
        if (!guard.needed() || !guard.lost() || !guard.mayRun()) {
            done = false;
            return Optional.empty();
        }
        if (done || atNs < guard.downByNs()) return Optional.empty();
        done = true;
        return Optional.of(
                guard.held()
                        ? "failover resources may still be running "
                                + (atNs - guard.leaseUntilNs()) / 1_000_000
                                + " ms after the end of the lease"
                        : "failover resources may be running, and no lease was found for them");
    }

    /// When to look again at the latest.
    long nextNs(LeaseGuard guard) {
        return guard.needed() && guard.lost() && guard.mayRun() && !done
                ? guard.downByNs()
                : Long.MAX_VALUE;
    }
}
