package dev.vigil.samples.powervm;

import java.util.Set;

/// `rmsyscfg`: removes the definition of a partition that is not activated, or one of its profiles.
///
/// Without `--vioscfg` the VIO servers' ends of its adapters stay behind.
///
/// Source: HMC command reference, `rmsyscfg`.
final class Rmsyscfg implements HmcCommand {

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of("-r", "-m", "-n", "-p", "--id"),
                        Set.of("--vioscfg", "--vdisk"));
        arguments.require("-r", "-m");
        var server = Lookup.connected(call, arguments);
        var after =
                switch (arguments.required("-r")) {
                    case "lpar" -> withoutPartition(call, server, arguments);
                    case "prof" -> call.estate().with(withoutProfile(server, arguments));
                    default -> throw arguments.invalid("-r");
                };
        return Reply.changed(after, call.setting().operations().timings().createMs());
    }

    private static Estate withoutPartition(Call call, Server server, Arguments arguments)
            throws Refusal {
        var partition = Lookup.partition(server, arguments, "-n");
        if (arguments.has("--vdisk")) {
            throw new Refusal(HmcMessage.NOT_SIMULATED.with("Deleting virtual disks (--vdisk)"));
        }
        if (partition.state() != PartitionState.NOT_ACTIVATED) {
            throw new Refusal(HmcMessage.WRONG_STATE.with());
        }
        var after = server.without(partition.name());
        if (arguments.has("--vioscfg")) {
            after = withoutAdapters(after, partition.id());
        }
        return call.estate()
                .with(after)
                .told(
                        call.setting().atMs(),
                        HistoryEntry.What.REMOVED,
                        server.name(),
                        partition.name(),
                        "");
    }

    private static Server withoutAdapters(Server server, int client) {
        var after = server;
        for (var vios : server.partitions().values()) {
            if (vios.kind() != Partition.Kind.VIOS) {
                continue;
            }
            var setup = vios.setup();
            for (var profile : vios.setup().profiles().values()) {
                setup = setup.withProfile(profile.withoutServing(client));
            }
            after = after.with(vios.withSetup(setup));
        }
        return after;
    }

    private static Server withoutProfile(Server server, Arguments arguments) throws Refusal {
        var profile = arguments.required("-n");
        var partition = Lookup.partition(server, arguments, "-p");
        if (!partition.setup().profiles().containsKey(profile)) {
            throw new Refusal(HmcMessage.NO_SUCH_PROFILE.with(profile, partition.name()));
        }
        if (profile.equals(partition.setup().defaultProfile())
                || profile.equals(partition.currentProfile())) {
            throw new Refusal(HmcMessage.WRONG_STATE.with());
        }
        return server.with(partition.withSetup(partition.setup().withoutProfile(profile)));
    }
}
