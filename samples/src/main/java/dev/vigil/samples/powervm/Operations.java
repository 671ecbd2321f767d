package dev.vigil.samples.powervm;

import static dev.vigil.samples.powervm.HistoryEntry.What;
import static dev.vigil.samples.powervm.PartitionState.ERROR;
import static dev.vigil.samples.powervm.PartitionState.NOT_ACTIVATED;
import static dev.vigil.samples.powervm.PartitionState.RUNNING;
import static dev.vigil.samples.powervm.PartitionState.SHUTTING_DOWN;

import dev.vigil.samples.powervm.Outcome.Done;
import dev.vigil.samples.powervm.Outcome.Refused;
import dev.vigil.samples.powervm.Pending.Step;

import java.util.Optional;

/// What a console can ask of a server or a partition, with its legal transitions. Pure.
///
/// Source: HMC command reference, `chsysstate`; transitions in [PartitionState] and [PowerState].
///
/// @param timings how long things take
record Operations(Timings timings) {

    private Passage passage() {
        return new Passage(timings);
    }

    private Done done(Estate estate, long atMs) {
        return new Done(passage().settle(estate, atMs));
    }

    /// Activates a partition.
    ///
    /// @param profile the profile to use; empty for the configuration it last had
    Outcome activate(
            Estate estate,
            Server server,
            Partition partition,
            String profile,
            String bootMode,
            long atMs) {
        if (!server.power().runsPartitions()) {
            return new Refused(HmcMessage.SERVER_STATE.with(server.power().text()));
        }
        if (partition.state() != NOT_ACTIVATED) {
            return new Refused(HmcMessage.ALREADY_ON.with(partition.name()));
        }
        var chosen = profile.isEmpty() ? partition.currentProfile() : profile;
        if (chosen.isEmpty()) {
            return new Refused(HmcMessage.NEVER_ACTIVATED.with(partition.name()));
        }
        var found = Optional.ofNullable(partition.setup().profiles().get(chosen));
        if (found.isEmpty()) {
            return new Refused(HmcMessage.NO_SUCH_PROFILE.with(chosen, partition.name()));
        }
        int freeMb = server.hardware().memoryMb() - memoryInUseMb(server);
        int minimumMb = megabytes(found.get(), "min_mem");
        if (minimumMb > freeMb) {
            return new Refused(HmcMessage.NO_MEMORY.with(freeMb, minimumMb));
        }
        return done(
                passage().started(estate, server.name(), partition, chosen, bootMode, atMs), atMs);
    }

    private static int memoryInUseMb(Server server) {
        return server.partitions().values().stream()
                .filter(p -> p.state().holdsResources())
                .map(p -> p.setup().profiles().get(p.currentProfile()))
                .mapToInt(profile -> profile == null ? 0 : megabytes(profile, "desired_mem"))
                .sum();
    }

    private static int megabytes(Profile profile, String attribute) {
        var value = profile.value(attribute);
        return value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
    }

    /// Asks the operating system to shut down, over RMC.
    Outcome osShutdown(
            Estate estate,
            Server server,
            Partition partition,
            boolean immediate,
            boolean restart,
            long atMs) {
        if (partition.state() == NOT_ACTIVATED) {
            return new Refused(HmcMessage.ALREADY_OFF.with(partition.name()));
        }
        if (partition.state() != RUNNING || !partition.rmcAnswers()) {
            return new Refused(HmcMessage.NO_OS_SHUTDOWN.with(partition.name()));
        }
        long lastsMs = immediate ? timings.haltImmediateMs() : timings.haltMs();
        return shutDown(estate, server, partition, Step.HALT, lastsMs, restart, atMs);
    }

    /// Presses the white button: an operating system that works shuts down, one that hangs does not, and
    /// where there is none power is cut.
    Outcome shutdown(
            Estate estate,
            Server server,
            Partition partition,
            boolean immediate,
            boolean restart,
            long atMs) {
        if (partition.state() == NOT_ACTIVATED) {
            return new Refused(HmcMessage.ALREADY_OFF.with(partition.name()));
        }
        if (immediate) {
            return shutDown(estate, server, partition, Step.CUT, timings.cutMs(), restart, atMs);
        }
        if (partition.state() == SHUTTING_DOWN) {
            return new Refused(HmcMessage.WRONG_STATE.with());
        }
        return partition.osUp()
                ? shutDown(estate, server, partition, Step.HALT, timings.haltMs(), restart, atMs)
                : shutDown(estate, server, partition, Step.CUT, timings.cutMs(), restart, atMs);
    }

    /// Dumps and restarts a partition.
    Outcome dumpRestart(Estate estate, Server server, Partition partition, long atMs) {
        return partition.state() == RUNNING || partition.state() == ERROR
                ? shutDown(estate, server, partition, Step.CUT, timings.cutMs(), true, atMs)
                : new Refused(HmcMessage.WRONG_STATE.with());
    }

    private Outcome shutDown(
            Estate estate,
            Server server,
            Partition partition,
            Step step,
            long lastsMs,
            boolean restart,
            long atMs) {
        if (partition.state() == ERROR) {
            return crashedOff(estate, server, partition, restart, atMs);
        }
        var next = new Pending(step, atMs + lastsMs);
        var how = (step == Step.CUT ? "at once" : "orderly") + (restart ? ", then restart" : "");
        return done(
                estate.with(
                                server.name(),
                                partition
                                        .to(SHUTTING_DOWN, next)
                                        .withRestarting(restart)
                                        .withRefCode(atMs, "D200A250"))
                        .told(atMs, What.SHUTTING_DOWN, server.name(), partition.name(), how),
                atMs);
    }

    /// What crashed has nothing left to shut down: it is off at once.
    private Outcome crashedOff(
            Estate estate, Server server, Partition partition, boolean restart, long atMs) {
        var off = partition.dead(NOT_ACTIVATED).withRefCode(atMs, "00000000");
        return restart
                ? done(
                        passage()
                                .started(
                                        estate,
                                        server.name(),
                                        off,
                                        off.currentProfile(),
                                        off.past().bootMode(),
                                        atMs),
                        atMs)
                : done(estate.with(server.name(), off), atMs);
    }

    /// Powers a server on.
    ///
    /// @param standby whether it stays in standby
    Outcome powerOn(Estate estate, Server server, boolean standby, long atMs) {
        if (server.power() != PowerState.POWER_OFF) {
            return new Refused(HmcMessage.SERVER_STATE.with(server.power().text()));
        }
        var step = standby ? Step.POWERED_ON_STANDBY : Step.POWERED_ON;
        return done(
                estate.with(
                                server.to(
                                        PowerState.INITIALIZING,
                                        new Pending(step, atMs + timings.serverOnMs())))
                        .told(atMs, What.SERVER_STARTING, server.name(), "", "power on"),
                atMs);
    }

    /// Powers a server off: orderly, giving its partitions time to end, or at once.
    Outcome powerOff(Estate estate, Server server, boolean immediate, long atMs) {
        if (!server.power().runsPartitions()) {
            return new Refused(HmcMessage.SERVER_STATE.with(server.power().text()));
        }
        if (immediate) {
            var cut = passage().partitionsCut(estate, server.name(), "immediate power off", atMs);
            var ending = new Pending(Step.POWERED_OFF, atMs + timings.serverOffImmediateMs());
            return done(
                    cut.with(
                            cut.servers()
                                    .get(server.name())
                                    .to(PowerState.POWER_OFF_IN_PROGRESS, ending)),
                    atMs);
        }
        var now = estate;
        for (var partition : server.partitions().values()) {
            if (partition.state().executes() && partition.state() != SHUTTING_DOWN) {
                var ending = shutdown(now, server, partition, false, false, atMs);
                now = ending instanceof Done(var ended) ? ended : now;
            }
        }
        var next = new Pending(Step.POWERED_OFF, atMs + timings.serverOffMs());
        return done(
                now.with(
                        now.servers()
                                .get(server.name())
                                .to(PowerState.POWER_OFF_IN_PROGRESS, next)),
                atMs);
    }
}
