package dev.vigil.samples.powervm;

import java.util.Map;
import java.util.Set;

/// `lssyscfg`: lists servers, partitions and profiles.
///
/// Source: HMC command reference, `lssyscfg`.
final class Lssyscfg implements HmcCommand {

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of("-r", "-m", "-e", "-F", "--filter"),
                        Set.of("--header", "--osrefcode", "--all"));
        return switch (arguments.required("-r")) {
            case "sys" -> systems(call, arguments);
            case "lpar" -> partitions(call, arguments);
            case "prof" -> profiles(call, arguments);
            case "frame", "cage" -> Reply.listed(call, HmcMessage.NOTHING_FOUND.with() + "\n");
            case "sysprof" -> systemProfiles(call, arguments);
            default -> throw arguments.invalid("-r");
        };
    }

    private static Reply systems(Call call, Arguments arguments) throws Refusal {
        var listing = Listing.asked(arguments, SystemRecord.NAMES);
        long wallMs = call.setting().atMs() + call.estate().epochOffsetMs();
        if (arguments.has("-m")) {
            listing.add(shown(Lookup.server(call, arguments), wallMs, arguments));
        } else {
            for (var server : call.estate().servers().values()) {
                listing.add(shown(server, wallMs, arguments));
            }
        }
        return Reply.records(call, listing);
    }

    /// With `-F`, what a console cannot know of an unreachable server is `unavailable`; the record leaves it out.
    private static Map<String, String> shown(Server server, long wallMs, Arguments arguments) {
        var record = SystemRecord.of(server, wallMs);
        if (arguments.has("-F")) {
            SystemRecord.NAMES.forEach(name -> record.putIfAbsent(name, "unavailable"));
        }
        return record;
    }

    private static Reply partitions(Call call, Arguments arguments) throws Refusal {
        var quirk =
                call.setting().seedFilterQuirk()
                        && arguments.value("--filter").orElse("").contains("profile_names=");
        if (quirk) {
            return profiles(call, arguments);
        }
        var listing = Listing.asked(arguments, PartitionRecord.LPAR_NAMES);
        arguments.require("-m");
        var filter =
                Filter.parse(
                        arguments.value("--filter"),
                        Set.of("lpar_names", "lpar_ids", "work_groups"));
        var server = Lookup.connected(call, arguments);
        for (var partition : filter.partitions(server)) {
            var attributes = PartitionRecord.lparFully(server, partition);
            if (filter.accepts("work_groups", attributes.get("work_group_id"))) {
                listing.add(
                        arguments.value("-F").orElse("").isEmpty()
                                ? PartitionRecord.lpar(server, partition)
                                : attributes);
            }
        }
        return Reply.records(call, listing);
    }

    private static Reply profiles(Call call, Arguments arguments) throws Refusal {
        var listing = Listing.asked(arguments, PartitionRecord.PROFILE_NAMES);
        arguments.require("-m");
        var filter =
                Filter.parse(
                        arguments.value("--filter"),
                        Set.of("lpar_names", "lpar_ids", "profile_names"));
        var server = Lookup.connected(call, arguments);
        for (var partition : filter.partitions(server)) {
            for (var profile : partition.setup().profiles().values()) {
                if (filter.accepts("profile_names", profile.name())) {
                    listing.add(PartitionRecord.profile(partition, profile));
                }
            }
        }
        return Reply.records(call, listing);
    }

    private static Reply systemProfiles(Call call, Arguments arguments) throws Refusal {
        Lookup.connected(call, arguments);
        return Reply.listed(call, HmcMessage.NOTHING_FOUND.with() + "\n");
    }
}
