package dev.vigil.engine.node;

import dev.vigil.engine.fault.FaultRequest.Daemons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Stops, continues and kills the daemons of this system, and nothing else: those that hold its places in `/run`.
final class DaemonSignals {
    /// Whoever asked has the answer before the daemon that gives it is gone.
    private static final String AFTER_S = "0.1";

    private final SystemPaths paths;

    DaemonSignals(SystemPaths paths) {
        this.paths = paths;
    }

    /// Stops daemons for a while. What continues them is a process of its own, as nobody may be left of those that could.
    ///
    /// @return what is done, for people
    String pause(Daemons which, double seconds) throws IOException {
        String pids = String.join(" ", pids(which));
        String time = String.format(Locale.ROOT, "%.3f", seconds);
        detached("kill -STOP " + pids + "; sleep " + time + "; kill -CONT " + pids);
        return name(which) + " (process " + pids + ") is stopped for " + time + " s";
    }

    /// Kills daemons, at once.
    ///
    /// @return what is done, for people
    String kill(Daemons which) throws IOException {
        String pids = String.join(" ", pids(which));
        detached("kill -KILL " + pids);
        return name(which) + " (process " + pids + ") is killed";
    }

    private static String name(Daemons which) {
        return which == Daemons.BOTH ? "had and hanode" : which.name().toLowerCase(Locale.ROOT);
    }

    private List<String> pids(Daemons which) throws IOException {
        List<String> pids = new ArrayList<>();
        if (which != Daemons.HANODE) pids.add(pid("had"));
        if (which != Daemons.HAD) pids.add(Long.toString(ProcessHandle.current().pid()));
        return pids;
    }

    private String pid(String daemon) throws IOException {
        return OnlyOne.holder(paths.run(), daemon)
                .map(holder -> Long.toString(holder.pid()))
                .orElseThrow(() -> new IOException(daemon + " does not run on this system"));
    }

    private static void detached(String script) throws IOException {
        new ProcessBuilder("setsid", "/bin/sh", "-c", "sleep " + AFTER_S + "; " + script)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
