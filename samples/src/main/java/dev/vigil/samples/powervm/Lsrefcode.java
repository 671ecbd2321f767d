package dev.vigil.samples.powervm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// `lsrefcode`: lists the reference codes of servers and partitions, newest first. A running operating system
/// shows an empty code.
///
/// Source: HMC command reference, `lsrefcode`.
final class Lsrefcode implements HmcCommand {

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of("-r", "-m", "-s", "-n", "-F", "--filter"),
                        Set.of("--header"));
        arguments.require("-m", "-r");
        return switch (arguments.required("-r")) {
            case "lpar" -> partitions(call, arguments);
            case "sys" -> system(call, arguments);
            default -> throw arguments.invalid("-r");
        };
    }

    private static int count(Arguments arguments) throws Refusal {
        var typed = arguments.value("-n").orElse("1");
        if (!typed.matches("[1-9]\\d{0,3}")) {
            throw arguments.invalid("-n");
        }
        return Integer.parseInt(typed);
    }

    private static Reply partitions(Call call, Arguments arguments) throws Refusal {
        var listing =
                Listing.asked(arguments, Set.of("lpar_name", "lpar_id", "time_stamp", "refcode"));
        int count = count(arguments);
        var filter = Filter.parse(arguments.value("--filter"), Set.of("lpar_names", "lpar_ids"));
        var server = Lookup.connected(call, arguments);
        for (var partition : filter.partitions(server)) {
            var codes = partition.past().refCodes();
            var shown = codes.isEmpty() ? List.of(new RefCode(0, "")) : codes;
            for (var code : shown.subList(0, Math.min(count, shown.size()))) {
                var record = new LinkedHashMap<String, String>();
                record.put("lpar_name", partition.name());
                record.put("lpar_id", Integer.toString(partition.id()));
                record.put("time_stamp", time(call, code));
                record.put("refcode", code.code());
                listing.add(record);
            }
        }
        return Reply.records(call, listing);
    }

    private static String time(Call call, RefCode code) {
        return code.atMs() == 0
                ? ""
                : SystemRecord.time(code.atMs() + call.estate().epochOffsetMs());
    }

    private static Reply system(Call call, Arguments arguments) throws Refusal {
        var listing = Listing.asked(arguments, Set.of("refcode_num", "time_stamp", "refcode"));
        count(arguments);
        var server = Lookup.connected(call, arguments);
        var record = new LinkedHashMap<String, String>();
        record.put("refcode_num", "0");
        record.put("time_stamp", "");
        record.put(
                "refcode",
                switch (server.power()) {
                    case OPERATING, STANDBY, POWER_OFF -> "";
                    case INITIALIZING -> "C1001F00";
                    case POWER_OFF_IN_PROGRESS -> "D1010000";
                });
        listing.add(record);
        return Reply.records(call, listing);
    }
}
