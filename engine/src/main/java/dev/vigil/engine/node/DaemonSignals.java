package dev.vigil.engine.node;

import dev.vigil.engine.fault.FaultRequest.Daemons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Stops, continues and kills the daemons of this system, and nothing else: those that hold its places in `/run`.
final class DaemonSignals {
    private final SystemPaths paths;
    private final List<Process> waiting = new ArrayList<>();

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

    /// Kills daemons.
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

    private synchronized void detached(String script) throws IOException {
        waiting.add(
                new ProcessBuilder("setsid", "/bin/sh", "-c", "read _; " + script)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /// Does what was asked for: whoever asked has the answer now, which a daemon that is stopped or dead could not give.
    synchronized void release() {
        for (Process process : waiting) {
            try {
                process.getOutputStream().close();
            } catch (IOException ended) {
                // It was killed from outside, and does nothing any more.
            }
        }
        waiting.clear();
    }
}
