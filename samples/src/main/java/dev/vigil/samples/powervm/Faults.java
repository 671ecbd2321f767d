package dev.vigil.samples.powervm;

import static dev.vigil.samples.powervm.HistoryEntry.What;
import static dev.vigil.samples.powervm.PartitionState.ERROR;
import static dev.vigil.samples.powervm.PartitionState.NOT_ACTIVATED;

import dev.vigil.samples.powervm.Outcome.Done;
import dev.vigil.samples.powervm.Outcome.Refused;

/// What breaks, without asking a console. Pure.
///
/// @param timings how long things take
record Faults(Timings timings) {

    private Passage passage() {
        return new Passage(timings);
    }

    private Done done(Estate estate, long atMs) {
        return new Done(passage().settle(estate, atMs));
    }

    /// A server's plug is pulled. Its service processor still answers the consoles.
    Outcome powerLoss(Estate estate, Server server, long atMs) {
        return server.power() == PowerState.POWER_OFF
                ? new Refused("server " + server.name() + " has no power already")
                : done(passage().powerCut(estate, server.name(), "power lost", atMs), atMs);
    }

    /// Consoles lose sight of a server, or see it again; whatever runs on it runs on.
    Outcome connected(Estate estate, Server server, boolean connected, long atMs) {
        if (server.connected() == connected) {
            return new Refused(
                    "server " + server.name() + " is " + (connected ? "" : "not ") + "connected");
        }
        var what = connected ? What.SERVER_CONNECTED : What.SERVER_DISCONNECTED;
        return done(
                estate.with(server.withConnected(connected))
                        .told(atMs, what, server.name(), "", "service processor"),
                atMs);
    }

    /// A partition crashes. It stays in Error, and executes nothing, until somebody cleans up.
    Outcome crash(Estate estate, Server server, Partition partition, long atMs) {
        if (!partition.state().executes()) {
            return new Refused(
                    "partition %s is %s on %s, so it cannot crash"
                            .formatted(partition.name(), partition.state().text(), server.name()));
        }
        return done(
                estate.with(server.name(), partition.dead(ERROR).withRefCode(atMs, "B200F003"))
                        .told(atMs, What.STOPPED, server.name(), partition.name(), "crash"),
                atMs);
    }

    /// A partition is off from one moment to the next.
    Outcome cut(Estate estate, Server server, Partition partition, long atMs) {
        if (partition.state() == NOT_ACTIVATED) {
            return new Refused(
                    "partition %s is off on %s already".formatted(partition.name(), server.name()));
        }
        var off =
                estate.with(
                        server.name(), partition.dead(NOT_ACTIVATED).withRefCode(atMs, "00000000"));
        return done(
                partition.state().executes()
                        ? off.told(
                                atMs, What.STOPPED, server.name(), partition.name(), "switched off")
                        : off,
                atMs);
    }

    /// Somebody types `halt` in a partition.
    Outcome halt(
            Estate estate, Server server, Partition partition, Operations operations, long atMs) {
        return partition.state() == PartitionState.RUNNING
                        && partition.osUp()
                        && !partition.diskLost()
                ? operations.shutdown(estate, server, partition, false, false, atMs)
                : new Refused(
                        "the operating system of %s does not work on %s"
                                .formatted(partition.name(), server.name()));
    }

    /// A console goes away or returns. Nothing it manages notices.
    Outcome console(Estate estate, String console, boolean up, long atMs) {
        if (estate.consoles().get(console) == up) {
            return new Refused("console " + console + " is " + (up ? "up" : "down") + " already");
        }
        return done(
                estate.withConsole(console, up)
                        .told(atMs, up ? What.CONSOLE_UP : What.CONSOLE_DOWN, "", console, ""),
                atMs);
    }
}
