package dev.vigil.samples.powervm;

import static dev.vigil.samples.powervm.HistoryEntry.What;
import static dev.vigil.samples.powervm.PartitionState.NOT_ACTIVATED;
import static dev.vigil.samples.powervm.PartitionState.OPEN_FIRMWARE;
import static dev.vigil.samples.powervm.PartitionState.RUNNING;
import static dev.vigil.samples.powervm.PartitionState.SHUTTING_DOWN;
import static dev.vigil.samples.powervm.PartitionState.STARTING;

import dev.vigil.samples.powervm.Pending.Step;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// What happens by itself: boots end, shutdowns end, disks vanish with the last VIO server. Pure.
///
/// @param timings how long things take
record Passage(Timings timings) {

    /// Lets everything happen that is due by `toMs`, each at its own time and in order of time.
    Estate advance(Estate estate, long toMs) {
        var now = estate;
        while (now.nextDeadlineMs() <= toMs) {
            now = settle(next(now), now.nextDeadlineMs());
        }
        return now.asOf(Math.max(now.asOfMs(), toMs));
    }

    /// Carries through what a change elsewhere means for disks: call it after every change.
    Estate settle(Estate estate, long atMs) {
        var now = estate;
        for (var server : estate.servers().values()) {
            for (var partition : server.partitions().values()) {
                boolean uses =
                        partition.state() == RUNNING
                                || (partition.state() == SHUTTING_DOWN && partition.osUp());
                boolean lost = uses && !server.hasDisk(partition);
                if (lost != partition.diskLost()) {
                    now = disk(now, server, partition.withDiskLost(lost), atMs);
                }
            }
        }
        return now;
    }

    private Estate disk(Estate estate, Server server, Partition partition, long atMs) {
        if (partition.diskLost()) {
            return estate.with(server.name(), partition)
                    .told(atMs, What.DISK_LOST, server.name(), partition.name(), "no VIO server");
        }
        return estate.with(server.name(), resumed(partition, atMs))
                .told(atMs, What.DISK_BACK, server.name(), partition.name(), "");
    }

    /// What was waiting for a disk goes on.
    private Partition resumed(Partition partition, long atMs) {
        if (partition.pending().atMs() != Pending.HELD) {
            return partition;
        }
        return switch (partition.pending().step()) {
            case HALT -> partition.withPending(new Pending(Step.HALT, atMs + timings.haltMs()));
            case OS_UP -> partition.withPending(new Pending(Step.OS_UP, atMs + timings.osUpMs()));
            case NONE, HAND_OVER, RMC_UP, CUT, POWERED_ON, POWERED_ON_STANDBY, POWERED_OFF ->
                    partition;
        };
    }

    private Estate next(Estate estate) {
        long atMs = estate.nextDeadlineMs();
        for (var server : estate.servers().values()) {
            if (server.pending().due(atMs)) {
                return server(estate, server, atMs);
            }
            for (var partition : server.partitions().values()) {
                if (partition.pending().due(atMs)) {
                    return partition(estate, server, partition, atMs);
                }
            }
        }
        throw new IllegalStateException("nothing is due at " + atMs + " ms, though something was");
    }

    private Estate server(Estate estate, Server server, long atMs) {
        return switch (server.pending().step()) {
            case POWERED_ON -> poweredOn(estate, server, PowerState.OPERATING, atMs);
            case POWERED_ON_STANDBY -> poweredOn(estate, server, PowerState.STANDBY, atMs);
            case POWERED_OFF -> powerCut(estate, server.name(), "power off", atMs);
            case NONE, HAND_OVER, OS_UP, RMC_UP, HALT, CUT ->
                    throw new IllegalStateException(
                            "server " + server.name() + " waits for " + server.pending());
        };
    }

    private Estate poweredOn(Estate estate, Server server, PowerState power, long atMs) {
        var now =
                estate.with(server.to(power, Pending.NONE))
                        .told(atMs, What.SERVER_UP, server.name(), "", power.text());
        if (power != PowerState.OPERATING || !server.hardware().startPolicy().equals("autostart")) {
            return now;
        }
        for (var partition : server.partitions().values()) {
            if (partition.setup().attributes().getOrDefault("auto_start", "0").equals("1")) {
                var setup = partition.setup();
                now = started(now, server.name(), partition, setup.defaultProfile(), "norm", atMs);
            }
        }
        return now;
    }

    /// Power is gone: everything on the server stops at this moment.
    Estate powerCut(Estate estate, String name, String why, long atMs) {
        var cut = partitionsCut(estate, name, why, atMs);
        return cut.with(cut.servers().get(name).to(PowerState.POWER_OFF, Pending.NONE))
                .told(atMs, What.SERVER_OFF, name, "", why);
    }

    /// Every partition of a server is off from this moment.
    Estate partitionsCut(Estate estate, String name, String why, long atMs) {
        var server = estate.servers().get(name);
        var now = estate;
        for (var partition : server.partitions().values()) {
            now = now.with(name, partition.dead(NOT_ACTIVATED));
            if (partition.state().executes()) {
                now = now.told(atMs, What.STOPPED, name, partition.name(), why);
            }
        }
        return now;
    }

    /// A partition begins to execute.
    Estate started(
            Estate estate,
            String server,
            Partition partition,
            String profile,
            String bootMode,
            long atMs) {
        var next = new Pending(Step.HAND_OVER, atMs + timings.handOverMs());
        var now =
                estate.with(
                                server,
                                partition
                                        .activated(profile, bootMode, next)
                                        .withRefCode(
                                                atMs, "B2001230 LP=%05d".formatted(partition.id())))
                        .told(atMs, What.STARTED, server, partition.name(), "profile " + profile);
        var elsewhere = elsewhere(estate, server, partition);
        return elsewhere.isEmpty()
                ? now
                : now.told(
                        atMs,
                        What.OVERLAP,
                        server,
                        partition.name(),
                        "executes on " + String.join(", ", elsewhere) + " as well");
    }

    private static SortedSet<String> elsewhere(Estate estate, String server, Partition partition) {
        if (partition.kind() != Partition.Kind.MANAGED) {
            return new TreeSet<>();
        }
        var names = new TreeSet<>(estate.runningOn(partition.name()));
        names.remove(server);
        return names;
    }

    private Estate partition(Estate estate, Server server, Partition partition, long atMs) {
        return switch (partition.pending().step()) {
            case HAND_OVER -> handOver(estate, server, partition, atMs);
            case OS_UP -> osUp(estate, server, partition, atMs);
            case RMC_UP -> estate.with(server.name(), partition.withRmcUp());
            case HALT ->
                    partition.diskLost()
                            ? estate.with(
                                    server.name(),
                                    partition.withPending(new Pending(Step.HALT, Pending.HELD)))
                            : stopped(estate, server.name(), partition, "shutdown", atMs);
            case CUT -> stopped(estate, server.name(), partition, "immediate shutdown", atMs);
            case NONE, POWERED_ON, POWERED_ON_STANDBY, POWERED_OFF ->
                    throw new IllegalStateException(
                            "partition " + partition.name() + " waits for " + partition.pending());
        };
    }

    private Estate handOver(Estate estate, Server server, Partition partition, long atMs) {
        if (List.of("of", "sms").contains(partition.past().bootMode())) {
            return prompt(estate, server, partition, "CA00E1DC", "boot mode", atMs);
        }
        if (server.hasDisk(partition)) {
            var next = new Pending(Step.OS_UP, atMs + timings.osUpMs());
            return estate.with(
                            server.name(),
                            partition.to(RUNNING, next).withRefCode(atMs, "CA00E1F1"))
                    .told(atMs, What.RUNNING, server.name(), partition.name(), "");
        }
        boolean promised =
                server.diskServers(partition).stream()
                        .anyMatch(vios -> vios.state() == STARTING || vios.state() == RUNNING);
        if (promised) {
            // Firmware goes on looking for a boot device while a VIO server is still coming up.
            var again = new Pending(Step.HAND_OVER, atMs + Math.max(1, timings.handOverMs()));
            return estate.with(server.name(), partition.withPending(again));
        }
        return prompt(estate, server, partition, "AA00E1A8", "no boot disk", atMs);
    }

    private static Estate prompt(
            Estate estate, Server server, Partition partition, String code, String why, long atMs) {
        return estate.with(
                        server.name(),
                        partition.to(OPEN_FIRMWARE, Pending.NONE).withRefCode(atMs, code))
                .told(atMs, What.OPEN_FIRMWARE, server.name(), partition.name(), why);
    }

    private Estate osUp(Estate estate, Server server, Partition partition, long atMs) {
        if (partition.diskLost()) {
            return estate.with(
                    server.name(), partition.withPending(new Pending(Step.OS_UP, Pending.HELD)));
        }
        var next = new Pending(Step.RMC_UP, atMs + timings.rmcUpMs());
        return estate.with(server.name(), partition.withOsUp(next).withRefCode(atMs, ""))
                .told(atMs, What.OS_UP, server.name(), partition.name(), "");
    }

    /// A partition executes no longer; a restart begins anew at the same moment.
    Estate stopped(Estate estate, String server, Partition partition, String why, long atMs) {
        var off =
                estate.with(server, partition.dead(NOT_ACTIVATED).withRefCode(atMs, "00000000"))
                        .told(atMs, What.STOPPED, server, partition.name(), why);
        if (!partition.activity().restarting()) {
            return off;
        }
        var again = off.servers().get(server).partitions().get(partition.name());
        return started(
                off, server, again, partition.currentProfile(), partition.past().bootMode(), atMs);
    }
}
