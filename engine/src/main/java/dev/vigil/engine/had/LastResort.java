package dev.vigil.engine.had;

import dev.vigil.agent.host.AgentHost;
import dev.vigil.agent.host.StopRehearsal;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.node.VcsLog;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// What the engine does in the place of a node daemon that hangs or is gone: it kills it, and stops what it may have left running.
final class LastResort {
    /// How long the engine waits for what it stops in the node daemon's place.
    private static final long CLEAN_WITHIN_S = 60;

    private final SystemPaths paths;
    private final LongSupplier clockNs;
    private final VcsLog log;
    private Optional<Long> nodePid = Optional.empty();

    LastResort(SystemPaths paths, LongSupplier clockNs, VcsLog log) {
        this.paths = paths;
        this.clockNs = clockNs;
        this.log = log;
    }

    void nodeIs(long pid) {
        nodePid = Optional.of(pid);
    }

    void nodeGone() {
        nodePid = Optional.empty();
    }

    /// What is needed for it is loaded before it is needed.
    void rehearse() throws IOException, TimeoutException, InterruptedException {
        StopRehearsal.run(HanodeMain.settings(paths), paths.run().resolve("rehearsal"), clockNs);
    }

    /// Ends the node daemon, which works on stopped processes too.
    void killNode(String why) {
        // One that hangs may never have said who it is.
        nodePid.or(() -> OnlyOne.holder(paths.run(), "hanode").map(OnlyOne.Holder::pid))
                .ifPresent(
                        pid -> {
                            log.write(
                                    LogLine.Severity.ERROR,
                                    "V-16-1-10120",
                                    "The node daemon (process " + pid + ") is killed: " + why);
                            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                        });
        nodePid = Optional.empty();
    }

    /// No node daemon lives to do it: what its table says may run is stopped by agents of this process. Blocks; the engine ends after it.
    void cleanFromTable(String why) {
        killNode(why);
        log.write(
                LogLine.Severity.CRITICAL,
                "V-16-1-10121",
                "Failover resources are stopped: " + why);
        long begunNs = clockNs.getAsLong();
        try (var agents =
                new AgentHost(
                        HanodeMain.settings(paths),
                        (stamp, resource) -> false,
                        clockNs,
                        report -> {})) {
            agents.stopLeased(why);
            agents.leasedIdle().toCompletableFuture().get(CLEAN_WITHIN_S, TimeUnit.SECONDS);
            log.write(
                    LogLine.Severity.NOTICE,
                    "V-16-1-10125",
                    "Failover resources are offline, after "
                            + (clockNs.getAsLong() - begunNs) / 1_000_000
                            + " ms");
        } catch (IOException | ExecutionException | TimeoutException failed) {
            log.write(
                    LogLine.Severity.CRITICAL,
                    "V-16-1-10122",
                    "Not everything could be stopped: " + failed);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }
}
