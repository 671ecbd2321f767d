package dev.vigil.samples.powervm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `viosvrcmd`: runs a VIO server's own command over RMC and prints what it says.
///
/// Source: HMC command reference, `viosvrcmd`; VIOS commands `ioslevel`, `lsmap`, `lspv`, `cfgdev`, `lslparinfo`.
final class Viosvrcmd implements HmcCommand {

    /// What a VIO server's command came to.
    ///
    /// @param exit its exit status
    private record Ran(int exit, String text) {}

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of("-m", "-p", "--id", "-c", "-t"),
                        Set.of("--admin"));
        arguments.require("-m", "-c");
        var server = Lookup.connected(call, arguments);
        var vios = Lookup.partition(server, arguments, "-p");
        if (vios.kind() != Partition.Kind.VIOS) {
            throw new Refusal(HmcMessage.WRONG_STATE.with());
        }
        if (vios.state() != PartitionState.RUNNING) {
            throw new Refusal(HmcMessage.WRONG_STATE.with());
        }
        if (!vios.rmcAnswers()) {
            throw new Refusal(HmcMessage.NO_RMC.with(vios.name()));
        }
        var typed = arguments.required("-c").strip();
        if (typed.length() > 1 && typed.startsWith("'") && typed.endsWith("'")) {
            typed = typed.substring(1, typed.length() - 1);
        }
        var ran = run(server, vios, List.of(typed.strip().split("\\s+")));
        if (ran.exit() != 0) {
            throw new Refusal(HmcMessage.VIOS_COMMAND_FAILED.with(ran.text(), ran.exit()));
        }
        return Reply.listed(call, ran.text());
    }

    private static Ran run(Server server, Partition vios, List<String> words) {
        var arguments = words.subList(1, words.size());
        return switch (words.getFirst()) {
            case "ioslevel" -> new Ran(0, vios.setup().osVersion().replace("VIOS ", "") + "\n");
            case "lslparinfo" -> new Ran(0, vios.id() + " " + vios.name() + "\n");
            case "cfgdev" -> new Ran(0, "");
            case "lspv" -> lspv(server, vios, arguments);
            case "lsmap" -> lsmap(server, vios, arguments);
            default ->
                    new Ran(
                            1,
                            HmcMessage.NOT_SIMULATED.with("The VIOS command " + words.getFirst()));
        };
    }

    /// One virtual SCSI server adapter with a disk: the one of its client.
    private record Mapping(String vhost, String slot, int client, String target, String disk) {}

    private static List<Mapping> mappings(Partition vios) {
        var profile = vios.setup().profiles().get(vios.currentProfile());
        var all = new ArrayList<Mapping>();
        for (var element : Csv.split(profile.value("virtual_scsi_adapters"))) {
            var fields = element.split("/", -1);
            if (fields.length > 4 && fields[1].equals("server") && fields[2].matches("\\d{1,5}")) {
                int n = all.size();
                all.add(
                        new Mapping(
                                "vhost" + n,
                                fields[0],
                                Integer.parseInt(fields[2]),
                                "vtscsi" + n,
                                "hdisk" + (n + 1)));
            }
        }
        return all;
    }

    private static Ran lspv(Server server, Partition vios, List<String> arguments) {
        if (!arguments.isEmpty()) {
            return unknownOption("lspv", arguments.getFirst());
        }
        var text = new StringBuilder(pv("NAME", "PVID", "VG", "STATUS"));
        text.append(pv("hdisk0", pvid(server, vios, 0), "rootvg", "active"));
        for (var mapping : mappings(vios)) {
            text.append(pv(mapping.disk(), pvid(server, vios, mapping.client()), "None", ""));
        }
        return new Ran(0, text.toString());
    }

    private static String pv(String name, String pvid, String group, String status) {
        return "%-16s %-36s %-16s %s".formatted(name, pvid, group, status).stripTrailing() + "\n";
    }

    /// A client's disk has the same identifier wherever it is seen; a VIO server's own disk has one of its own.
    private static String pvid(Server server, Partition vios, int client) {
        return client > 0
                ? "00f6%04xe2b5c%03x".formatted(client, client)
                : "00fa%04x%08x".formatted(vios.id(), server.hardware().serial().hashCode());
    }

    private static Ran lsmap(Server server, Partition vios, List<String> arguments) {
        String delimiter = "";
        boolean all = false;
        for (int i = 0; i < arguments.size(); i++) {
            var word = arguments.get(i);
            if (word.equals("-all")) {
                all = true;
            } else if (word.equals("-fmt") && i + 1 < arguments.size()) {
                delimiter = arguments.get(++i);
            } else {
                return unknownOption("lsmap", word);
            }
        }
        if (!all) {
            return new Ran(1, "usage: lsmap -all [-fmt delimiter]");
        }
        var text = new StringBuilder();
        for (var mapping : mappings(vios)) {
            var location =
                    "U%s.%s-V%d-C%s"
                            .formatted(
                                    server.hardware().typeModel().replace('-', '.'),
                                    server.hardware().serial(),
                                    vios.id(),
                                    mapping.slot());
            var client = "0x%08x".formatted(mapping.client());
            text.append(
                    delimiter.isEmpty()
                            ? block(mapping, location, client)
                            : String.join(
                                            delimiter,
                                            mapping.vhost(),
                                            location,
                                            client,
                                            mapping.target(),
                                            "Available",
                                            "0x8100000000000000",
                                            mapping.disk(),
                                            " ",
                                            "false")
                                    + "\n");
        }
        return new Ran(0, text.toString());
    }

    private static String block(Mapping mapping, String location, String client) {
        return """
        SVSA            Physloc                                      Client Partition ID
        --------------- -------------------------------------------- ------------------
        %-15s %-44s %s

        VTD                   %s
        Status                Available
        LUN                   0x8100000000000000
        Backing device        %s
        Physloc
        Mirrored              false

        """
                .formatted(mapping.vhost(), location, client, mapping.target(), mapping.disk());
    }

    private static Ran unknownOption(String command, String option) {
        return new Ran(1, HmcMessage.NOT_SIMULATED.with("The option " + option + " of " + command));
    }
}
