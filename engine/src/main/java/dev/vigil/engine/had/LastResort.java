package dev.vigil.engine.had;

import dev.vigil.agent.host.StopRehearsal;
import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.node.VcsLog;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/// What the engine does in the place of a node daemon that hangs or is gone: it kills it, and stops what it may have left running.
final class LastResort {
    private final SystemPaths paths;
    private final LongSupplier clockNs;
    private final VcsLog log;
    private final TableCleaner cleaner;
    private Optional<Long> nodePid = Optional.empty();

    LastResort(SystemPaths paths, LoserSettings loser, LongSupplier clockNs, VcsLog log) {
        this.paths = paths;
        this.clockNs = clockNs;
        this.log = log;
        this.cleaner = new TableCleaner(paths, loser, clockNs, log::write);
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
    ///
    /// A node daemon that is started meanwhile waits for it, as long as it may take: it would end what runs, and begin anew with less time.
    void cleanFromTable(String why) {
        try (var _ = OnlyOne.take(paths.run(), HanodeMain.CLEANER)) {
            stopAll(why);
        } catch (IOException unmarked) {
            log.write(
                    LogLine.Severity.ERROR,
                    "V-16-1-10123",
                    "A node daemon that is started while failover resources are being stopped will"
                            + " not wait for that: "
                            + unmarked.getMessage());
            stopAll(why);
        }
    }

    private void stopAll(String why) {
        killNode(why);
        cleaner.clean(why);
    }
}
