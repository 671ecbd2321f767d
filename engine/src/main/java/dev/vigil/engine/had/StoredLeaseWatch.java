package dev.vigil.engine.had;

import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.NodeDurable;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.SystemPaths;

import io.vertx.core.Vertx;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Looks at the lease that the node daemon has stored for as long as none reports to this engine. Belongs to had's loop.
final class StoredLeaseWatch {
    private static final long LOOK_MS = 25;

    private final SystemPaths paths;
    private final StoredLeaseGuard guard;
    private final Vertx vertx;
    private final LongSupplier clockNs;
    private final Runnable over;
    private final Consumer<LogLine> lines;
    private long sinceNs;
    private long timer = -1;

    /// @param over is called when nobody but this engine is there to act on the end of the lease; once until the next [#begin]
    StoredLeaseWatch(
            SystemPaths paths,
            StoredLeaseGuard guard,
            Vertx vertx,
            LongSupplier clockNs,
            Runnable over,
            Consumer<LogLine> lines) {
        this.paths = paths;
        this.guard = guard;
        this.vertx = vertx;
        this.clockNs = clockNs;
        this.over = over;
        this.lines = lines;
    }

    /// No node daemon reports any more, or yet.
    void begin() {
        end();
        sinceNs = clockNs.getAsLong();
        timer = vertx.setPeriodic(LOOK_MS, again -> look());
    }

    /// A node daemon reports.
    void end() {
        if (timer < 0) return;
        vertx.cancelTimer(timer);
        timer = -1;
    }

    private void look() {
        try {
            NodeDurable stored = HanodeMain.storedLease(paths);
            var node = OnlyOne.holder(paths.run(), "hanode");
            if (!guard.actsNow(stored, node, sinceNs, clockNs.getAsLong())) return;
        } catch (IOException unreadable) {
            end();
            lines.accept(
                    new LogLine(
                            LogLine.Severity.ERROR,
                            "V-16-1-10124",
                            "The lease that the node daemon stored is not guarded: "
                                    + unreadable.getMessage()));
            return;
        }
        end();
        over.run();
    }
}
