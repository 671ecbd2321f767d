package dev.vigil.engine.had;

import dev.vigil.agent.host.AgentHost;
import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.SysrqPanic;
import dev.vigil.engine.node.SystemPaths;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Stops what may run here when no node daemon lives to do it, by what that one's table says. With `LoserAction=panic` the machine ends when
/// that is not done by the moment from which others may start it.
final class TableCleaner {
    /// How long it waits for what it stops.
    private static final long CLEAN_WITHIN_NS = TimeUnit.SECONDS.toNanos(60);

    private final SystemPaths paths;
    private final LoserSettings loser;
    private final LongSupplier clockNs;
    private final Consumer<LogLine> lines;

    TableCleaner(
            SystemPaths paths, LoserSettings loser, LongSupplier clockNs, Consumer<LogLine> lines) {
        this.paths = paths;
        this.loser = loser;
        this.clockNs = clockNs;
        this.lines = lines;
    }

    /// Cleans. Blocks until everything is offline, or for a minute.
    void clean(String why) {
        say(LogLine.Severity.CRITICAL, "V-16-1-10121", "Failover resources are stopped: " + why);
        long begunNs = clockNs.getAsLong();
        try (var agents =
                new AgentHost(
                        HanodeMain.settings(paths),
                        (stamp, resource) -> false,
                        clockNs,
                        report -> {})) {
            agents.stopLeased(why);
            var idle = agents.leasedIdle().toCompletableFuture();
            if (loser.panics()) {
                try {
                    idle.get(Math.max(0, downByNs() - clockNs.getAsLong()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException late) {
                    panic();
                }
            }
            idle.get(CLEAN_WITHIN_NS, TimeUnit.NANOSECONDS);
            say(
                    LogLine.Severity.NOTICE,
                    "V-16-1-10125",
                    "Failover resources are offline, after "
                            + (clockNs.getAsLong() - begunNs) / 1_000_000
                            + " ms");
        } catch (IOException | ExecutionException | TimeoutException failed) {
            say(
                    LogLine.Severity.CRITICAL,
                    "V-16-1-10122",
                    "Not everything could be stopped: " + failed);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private long downByNs() {
        try {
            return HanodeMain.storedLease(paths).downByNs(HanodeMain.bootId());
        } catch (IOException unreadable) {
            return 0;
        }
    }

    private void panic() {
        say(
                LogLine.Severity.CRITICAL,
                "V-16-1-10194",
                "This machine panics, as LoserAction=panic says: no node daemon runs, and failover"
                        + " resources could not be stopped before others may start them");
        try {
            new SysrqPanic(loser.sysrqTrigger()).panic();
        } catch (IOException failed) {
            say(
                    LogLine.Severity.CRITICAL,
                    "V-16-1-10195",
                    "This machine does not panic: " + failed.getMessage());
        }
    }

    private void say(LogLine.Severity severity, String umi, String text) {
        lines.accept(new LogLine(severity, umi, text));
    }
}
