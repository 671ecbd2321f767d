package dev.vigil.samples.powervm;

import java.util.Set;
import java.util.TreeSet;

/// `chsyscfg`: changes the attributes of partitions, profiles and servers.
///
/// Source: HMC command reference, `chsyscfg`.
final class Chsyscfg implements HmcCommand {

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of("-r", "-m", "-i", "-f", "-o", "-p", "-n", "--id"),
                        Set.of("--force"));
        arguments.require("-r", "-m");
        var server = Lookup.connected(call, arguments);
        if (arguments.has("-f")) {
            throw new Refusal(HmcMessage.NOT_SIMULATED.with("A file on the console (-f)"));
        }
        var changed =
                switch (arguments.required("-r")) {
                    case "lpar" ->
                            arguments.value("-o").orElse("").equals("apply")
                                    ? applied(server, arguments)
                                    : partition(server, arguments);
                    case "prof" -> profile(server, arguments);
                    case "sys" -> system(server, arguments);
                    default -> throw arguments.invalid("-r");
                };
        return Reply.changed(
                call.estate().with(changed), call.setting().operations().timings().createMs());
    }

    private static Server applied(Server server, Arguments arguments) throws Refusal {
        var partition = Lookup.partition(server, arguments, "-p");
        var profile = arguments.required("-n");
        if (!partition.setup().profiles().containsKey(profile)) {
            throw new Refusal(HmcMessage.NO_SUCH_PROFILE.with(profile, partition.name()));
        }
        if (partition.state() != PartitionState.NOT_ACTIVATED) {
            throw new Refusal(HmcMessage.WRONG_STATE.with());
        }
        return server.with(partition.withCurrentProfile(profile));
    }

    private static Server partition(Server server, Arguments arguments) throws Refusal {
        var known = new TreeSet<>(ConfigData.OF_PARTITION);
        known.addAll(Set.of("name", "lpar_id", "default_profile", "new_name"));
        var data = ConfigData.parse(arguments.required("-i"), known);
        if (data.values().containsKey("new_name")) {
            throw new Refusal(HmcMessage.NOT_SIMULATED.with("Renaming a partition (new_name)"));
        }
        var partition =
                data.values().containsKey("name")
                        ? Lookup.partition(server, data.required("name"))
                        : Mksyscfg.target(server, data);
        var setup = partition.setup();
        for (var entry : data.values().entrySet()) {
            switch (entry.getKey()) {
                case "name", "lpar_id" -> {
                    // They say which partition is meant.
                }
                case "default_profile" -> {
                    if (!setup.profiles().containsKey(entry.getValue())) {
                        throw new Refusal(
                                HmcMessage.NO_SUCH_PROFILE.with(
                                        entry.getValue(), partition.name()));
                    }
                    setup = setup.withDefaultProfile(entry.getValue());
                }
                default -> setup = setup.withAttribute(entry.getKey(), entry.getValue());
            }
        }
        return server.with(partition.withSetup(setup));
    }

    private static Server profile(Server server, Arguments arguments) throws Refusal {
        var known = new TreeSet<>(Profiles.sharedTemplate().keySet());
        known.addAll(Set.of("name", "lpar_name", "lpar_id"));
        var data = ConfigData.parse(arguments.required("-i"), known);
        var partition = Mksyscfg.target(server, data);
        var name = data.required("name");
        var profile = partition.setup().profiles().get(name);
        if (profile == null) {
            throw new Refusal(HmcMessage.NO_SUCH_PROFILE.with(name, partition.name()));
        }
        for (var attribute : data.values().keySet()) {
            if (profile.attributes().containsKey(attribute)) {
                profile =
                        profile.with(attribute, data.applied(attribute, profile.value(attribute)));
            } else if (!Set.of("name", "lpar_name", "lpar_id").contains(attribute)) {
                throw new Refusal(HmcMessage.INVALID_ATTRIBUTE.with(attribute));
            }
        }
        return server.with(partition.withSetup(partition.setup().withProfile(profile)));
    }

    private static Server system(Server server, Arguments arguments) throws Refusal {
        var data =
                ConfigData.parse(
                        arguments.required("-i"), Set.of("name", "power_on_lpar_start_policy"));
        var policy = data.required("power_on_lpar_start_policy");
        if (!Set.of("autostart", "userinit").contains(policy)) {
            throw new Refusal(HmcMessage.INVALID_VALUE.with("power_on_lpar_start_policy", policy));
        }
        var hardware = server.hardware();
        return server.withHardware(
                new Server.Hardware(
                        hardware.typeModel(),
                        hardware.serial(),
                        hardware.address(),
                        policy,
                        hardware.memoryMb(),
                        hardware.processors()));
    }
}
