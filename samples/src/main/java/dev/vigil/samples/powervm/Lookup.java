package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.HmcCommand.Call;
import dev.vigil.samples.powervm.HmcCommand.Refusal;

import java.util.ArrayList;
import java.util.List;

/// Finds what a command's options name, or refuses as the console does.
final class Lookup {

    private Lookup() {}

    /// The server of `-m`.
    static Server server(Call call, Arguments arguments) throws Refusal {
        var name = arguments.required("-m");
        return call.estate()
                .server(name)
                .orElseThrow(() -> new Refusal(HmcMessage.NO_SUCH_SERVER.with(name)));
    }

    /// The server of `-m`, which the console must reach.
    static Server connected(Call call, Arguments arguments) throws Refusal {
        var server = server(call, arguments);
        if (!server.connected()) {
            throw new Refusal(HmcMessage.SERVER_STATE.with(server.consoleState()));
        }
        return server;
    }

    /// A partition by name.
    static Partition partition(Server server, String name) throws Refusal {
        return server.partition(name)
                .orElseThrow(() -> new Refusal(HmcMessage.NO_SUCH_PARTITION.with(name)));
    }

    /// The one partition of a name option (such as `-n` or `-p`), or of `--id`.
    static Partition partition(Server server, Arguments arguments, String nameOption)
            throws Refusal {
        var found = partitions(server, arguments, nameOption);
        if (found.size() != 1) {
            throw new Refusal(HmcMessage.MISSING_PARAMETER.with(nameOption + ",--id"));
        }
        return found.getFirst();
    }

    /// The partitions of a name option or of `--id`, each a list.
    static List<Partition> partitions(Server server, Arguments arguments, String nameOption)
            throws Refusal {
        boolean byName = arguments.has(nameOption);
        if (byName == arguments.has("--id")) {
            throw new Refusal(HmcMessage.MISSING_PARAMETER.with(nameOption + ",--id"));
        }
        var found = new ArrayList<Partition>();
        for (var word : arguments.required(byName ? nameOption : "--id").split(",", -1)) {
            found.add(byName ? partition(server, word) : byId(server, word));
        }
        return found;
    }

    private static Partition byId(Server server, String id) throws Refusal {
        return server.newestFirst().stream()
                .filter(p -> Integer.toString(p.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(HmcMessage.NO_SUCH_PARTITION_ID.with(id)));
    }
}
