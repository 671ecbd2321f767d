package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.Partition.Kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// `mksyscfg`: defines partitions with their first profile, and further profiles.
///
/// Source: HMC command reference, `mksyscfg`.
final class Mksyscfg implements HmcCommand {

    private static final String AIX = "AIX 7.1 7100-00-00-0000";

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of("-r", "-m", "-i", "-f", "-o", "-p", "-n", "--id"),
                        Set.of("--force", "-v"));
        arguments.require("-r", "-m");
        var server = Lookup.connected(call, arguments);
        if (!server.power().runsPartitions()) {
            throw new Refusal(HmcMessage.SERVER_STATE.with(server.power().text()));
        }
        if (arguments.has("-f")) {
            throw new Refusal(HmcMessage.NOT_SIMULATED.with("A file on the console (-f)"));
        }
        var made =
                switch (arguments.required("-r")) {
                    case "lpar" -> partition(server, arguments);
                    case "prof" ->
                            arguments.value("-o").orElse("").equals("save")
                                    ? savedProfile(server, arguments)
                                    : profile(server, arguments);
                    case "sysprof" ->
                            throw new Refusal(HmcMessage.NOT_SIMULATED.with("A system profile"));
                    default -> throw arguments.invalid("-r");
                };
        var after = call.estate().with(made);
        if (arguments.required("-r").equals("lpar")) {
            var name = new TreeSet<>(made.partitions().keySet());
            name.removeAll(server.partitions().keySet());
            after =
                    after.told(
                            call.setting().atMs(),
                            HistoryEntry.What.CREATED,
                            server.name(),
                            name.first(),
                            "");
        }
        return Reply.changed(after, call.setting().operations().timings().createMs());
    }

    private static Set<String> known(String... more) {
        var known = new TreeSet<>(Profiles.sharedTemplate().keySet());
        known.addAll(Set.of(more));
        return known;
    }

    private static Server partition(Server server, Arguments arguments) throws Refusal {
        var known = known("name", "lpar_id", "lpar_env", "profile_name");
        known.addAll(ConfigData.OF_PARTITION);
        var data = ConfigData.parse(arguments.required("-i"), known);
        data.require(Set.of("name", "profile_name", "lpar_env"));
        var name = data.required("name");
        if (server.partition(name).isPresent()) {
            throw new Refusal(HmcMessage.NAME_IN_USE.with(name));
        }
        int id = id(server, data);
        boolean vios = data.required("lpar_env").equals("vioserver");
        var attributes = new TreeMap<>(Map.of("auto_start", "0"));
        data.values().forEach((key, value) -> keepOwn(attributes, key, value));
        var made = profile(data.required("profile_name"), data);
        var setup =
                new PartitionSetup(
                        data.required("lpar_env"),
                        "",
                        vios ? "VIOS 2.2.3.4" : AIX,
                        "10.207.111." + id,
                        made.name(),
                        new TreeMap<>(Map.of(made.name(), made)),
                        attributes);
        var kind = vios ? Kind.VIOS : Kind.MANAGED;
        return server.with(Partition.defined(name, id, kind, server.nextCreated(), setup))
                .counted();
    }

    private static void keepOwn(Map<String, String> attributes, String name, String value) {
        if (ConfigData.OF_PARTITION.contains(name)) {
            attributes.put(name, value);
        }
    }

    private static int id(Server server, ConfigData data) throws Refusal {
        var typed = data.values().getOrDefault("lpar_id", "");
        if (typed.isEmpty()) {
            int free = 1;
            while (server.partition(free).isPresent()) {
                free++;
            }
            return free;
        }
        if (!typed.matches("[1-9]\\d{0,2}")) {
            throw new Refusal(HmcMessage.INVALID_VALUE.with("lpar_id", typed));
        }
        int id = Integer.parseInt(typed);
        if (server.partition(id).isPresent()) {
            throw new Refusal(HmcMessage.ID_IN_USE.with(typed));
        }
        return id;
    }

    private static Profile profile(String name, ConfigData data) throws Refusal {
        boolean shared = data.values().getOrDefault("proc_mode", "ded").equals("shared");
        if (!data.values().getOrDefault("all_resources", "0").equals("1")) {
            data.require(
                    Set.of(
                            "min_mem",
                            "desired_mem",
                            "max_mem",
                            "min_procs",
                            "desired_procs",
                            "max_procs",
                            "proc_mode",
                            "sharing_mode"));
            if (shared) {
                data.require(Set.of("min_proc_units", "desired_proc_units", "max_proc_units"));
            }
            ordered(data, "mem");
            ordered(data, "procs");
        }
        var attributes =
                new LinkedHashMap<>(shared ? Profiles.sharedTemplate() : Profiles.template());
        for (var entry : data.values().entrySet()) {
            if (attributes.containsKey(entry.getKey())) {
                if (attributes.get(entry.getKey()).equals("null")) {
                    // Profiles on these servers do not have it; the partition itself may.
                    continue;
                }
                attributes.put(entry.getKey(), entry.getValue());
            } else if (Profiles.SHARED_PROCESSORS.contains(entry.getKey())) {
                throw new Refusal(HmcMessage.INVALID_ATTRIBUTE.with(entry.getKey()));
            }
        }
        return new Profile(name, attributes);
    }

    private static void ordered(ConfigData data, String what) throws Refusal {
        int least = Integer.parseInt(data.required("min_" + what));
        int wanted = Integer.parseInt(data.required("desired_" + what));
        int most = Integer.parseInt(data.required("max_" + what));
        if (least > wanted || wanted > most) {
            throw new Refusal(
                    HmcMessage.INVALID_VALUE.with("desired_" + what, Integer.toString(wanted)));
        }
    }

    private static Server profile(Server server, Arguments arguments) throws Refusal {
        var data =
                ConfigData.parse(arguments.required("-i"), known("name", "lpar_name", "lpar_id"));
        var partition = target(server, data);
        var name = data.required("name");
        if (partition.setup().profiles().containsKey(name)) {
            throw new Refusal(HmcMessage.PROFILE_IN_USE.with(name));
        }
        return server.with(partition.withSetup(partition.setup().withProfile(profile(name, data))));
    }

    /// The partition that a profile's data names by `lpar_name` or `lpar_id`.
    static Partition target(Server server, ConfigData data) throws Refusal {
        if (data.values().containsKey("lpar_name")) {
            return Lookup.partition(server, data.required("lpar_name"));
        }
        var id = data.required("lpar_id");
        return server.newestFirst().stream()
                .filter(p -> Integer.toString(p.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(HmcMessage.NO_SUCH_PARTITION_ID.with(id)));
    }

    private static Server savedProfile(Server server, Arguments arguments) throws Refusal {
        var partition = Lookup.partition(server, arguments, "-p");
        var name = arguments.required("-n");
        var current = partition.setup().profiles().get(partition.currentProfile());
        if (current == null) {
            throw new Refusal(HmcMessage.NEVER_ACTIVATED.with(partition.name()));
        }
        if (partition.setup().profiles().containsKey(name) && !arguments.has("--force")) {
            throw new Refusal(HmcMessage.PROFILE_IN_USE.with(name));
        }
        return server.with(
                partition.withSetup(
                        partition.setup().withProfile(new Profile(name, current.attributes()))));
    }
}
