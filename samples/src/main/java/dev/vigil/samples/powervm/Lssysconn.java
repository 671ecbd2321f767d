package dev.vigil.samples.powervm;

import java.util.LinkedHashMap;
import java.util.Set;

/// `lssysconn`: lists the console's connections to the service processors.
///
/// Source: HMC command reference, `lssysconn`.
final class Lssysconn implements HmcCommand {

    private static final Set<String> NAMES =
            Set.of(
                    "resource_type",
                    "type_model_serial_num",
                    "sp",
                    "sp_phys_loc",
                    "ipaddr",
                    "alt_ipaddr",
                    "state");

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(call.arguments(), Set.of("-r", "-m", "-F"), Set.of("--header"));
        var listing = Listing.asked(arguments, NAMES);
        switch (arguments.required("-r")) {
            case "all", "sys" -> {
                for (var server : call.estate().servers().values()) {
                    if (arguments.has("-m")
                            && !Lookup.server(call, arguments).name().equals(server.name())) {
                        continue;
                    }
                    var record = new LinkedHashMap<String, String>();
                    record.put("resource_type", "sys");
                    record.put("type_model_serial_num", server.machine());
                    record.put("sp", "primary");
                    record.put("sp_phys_loc", "unavailable");
                    record.put("ipaddr", server.hardware().address());
                    record.put("alt_ipaddr", "unavailable");
                    record.put("state", server.connected() ? "Connected" : "No Connection");
                    listing.add(record);
                }
            }
            case "frame" -> {
                // No frames stand in this estate: the listing stays empty.
            }
            default -> throw arguments.invalid("-r");
        }
        return Reply.records(call, listing);
    }
}
