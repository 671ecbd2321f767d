package dev.vigil.samples.powervm;

import java.util.LinkedHashMap;
import java.util.Set;

/// `lshmc`: the console about itself. `-V` and `-v` print values with line ends in them.
///
/// Source: HMC command reference, `lshmc`.
final class Lshmc implements HmcCommand {

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(), Set.of("-F"), Set.of("-V", "-v", "-n", "-r", "--header"));
        if (arguments.has("-V")) {
            return Reply.listed(call, version(call.setting().console().version()));
        }
        if (arguments.has("-v")) {
            return Reply.listed(call, vitals(call.setting().console()));
        }
        if (arguments.has("-n")) {
            return network(call, arguments);
        }
        if (arguments.has("-r")) {
            return remoteAccess(call, arguments);
        }
        throw new Refusal(HmcMessage.MISSING_PARAMETER.with("-V,-v,-n,-r"));
    }

    /// `V9R1` is release 9.1.0, with a service pack of 0.
    private static String version(String version) {
        int release = version.indexOf('R');
        var major = version.substring(1, release);
        var minor = version.substring(release + 1);
        return """
        "version= Version: %s
         Release: %s
         Service Pack: 0
        HMC Build level 20181109.1
        ","base_version=%s
        "
        """
                .formatted(major, minor.contains(".") ? minor : minor + ".0", version);
    }

    private static String vitals(Definition.ConsoleDefinition console) {
        return """
        "vpd=*FC ????????
        *VC 20.0
        *N2 Mon Jan 01 00:00:00 UTC 2018
        *FC ????????
        *DS Hardware Management Console
        *TM 7042-CR6
        *SE 06C3A0P
        *MN IBM
        *PN Unknown
        *SZ 1058721792
        *OS Embedded Operating Systems
        *NA %s
        *FC ????????
        *DS Platform Firmware
        *RM %s
        "
        """
                .formatted(console.endpoint().address(), console.version());
    }

    private static Reply network(Call call, Arguments arguments) throws Refusal {
        var listing =
                Listing.asked(
                        arguments,
                        Set.of("hostname", "domain", "ipaddr", "networkmask", "gateway"));
        var record = new LinkedHashMap<String, String>();
        record.put("hostname", call.setting().console().name());
        record.put("domain", "localnet");
        record.put("ipaddr", call.setting().console().endpoint().address());
        record.put("networkmask", "255.255.255.0");
        record.put("gateway", "");
        listing.add(record);
        return Reply.records(call, listing);
    }

    private static Reply remoteAccess(Call call, Arguments arguments) throws Refusal {
        var listing = Listing.asked(arguments, Set.of("ssh", "sshprotocol", "remotewebui"));
        var record = new LinkedHashMap<String, String>();
        record.put("ssh", "enable");
        record.put("sshprotocol", "");
        record.put("remotewebui", "disable");
        listing.add(record);
        return Reply.records(call, listing);
    }
}
