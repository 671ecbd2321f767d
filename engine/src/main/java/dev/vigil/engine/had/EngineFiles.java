package dev.vigil.engine.had;

import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.gab.GabTab;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;
import dev.vigil.engine.llt.PacketSeal;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.SystemPaths;

import java.nio.file.Path;
import java.util.List;

/// What the files of a system's set-up say, read once at the start of a daemon.
///
/// @param secret the cluster's
public record EngineFiles(
        LltHosts hosts, LltTab llt, GabTab gab, VxfenMode fencing, byte[] secret) {
    private static final long HUNDREDTH_NS = 10_000_000L;

    /// Reads them.
    ///
    /// @throws BadFileException with one line for the operator
    public static EngineFiles read(SystemPaths paths) throws BadFileException {
        Path conf = paths.conf();
        LltHosts hosts = LltHosts.read(conf.resolve("llthosts"));
        LltTab llt = LltTab.read(conf.resolve("llttab"), hosts);
        var files =
                new EngineFiles(
                        hosts,
                        llt,
                        GabTab.read(conf.resolve("gabtab"), hosts.names().size()),
                        VxfenMode.read(conf.resolve("vxfenmode")),
                        PacketSeal.readSecret(conf.resolve("secret")));
        List<String> problems =
                files.linkTimers()
                        .problems(
                                files.timing(),
                                !files.llt().lowPriority().isEmpty(),
                                files.fencing().mode() == VxfenMode.Mode.CUSTOMIZED);
        if (!problems.isEmpty())
            throw new BadFileException(
                    conf.resolve("llttab"),
                    "the timers do not go together: " + String.join("; ", problems),
                    "correct the set-timer lines");
        return files;
    }

    /// This system's name.
    public String system() {
        return hosts.names().get(llt.node());
    }

    /// LLT's timers as the files set them.
    public Timing timing() {
        return Timing.of(
                llt.timerCs("peerinact") * HUNDREDTH_NS,
                llt.timerCs("heartbeat") * HUNDREDTH_NS,
                llt.timerCs("peertrouble") * HUNDREDTH_NS);
    }

    /// The periods and times of links as the files set them.
    public LinkTimers linkTimers() {
        LinkTimers timers = LinkTimers.of(timing().heartbeatNs(), timing().peertroubleNs());
        if (llt.timersCs().containsKey("heartbeatlo"))
            timers = timers.withHeartbeatLo(llt.timerCs("heartbeatlo") * HUNDREDTH_NS);
        if (llt.timersCs().containsKey("peertroublelo"))
            timers = timers.withPeertroubleLo(llt.timerCs("peertroublelo") * HUNDREDTH_NS);
        return timers;
    }
}
