package dev.vigil.engine.cps;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointWire;
import dev.vigil.engine.fence.PointWord.Clear;
import dev.vigil.engine.fence.PointWord.Description;
import dev.vigil.engine.fence.PointWord.Forget;
import dev.vigil.engine.fence.PointWord.ForgetCluster;
import dev.vigil.engine.fence.PointWord.Ping;
import dev.vigil.engine.fence.PointWord.SystemAtPoint;
import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `cpsadm`: looks at and corrects what a coordination point knows of a cluster.
///
/// It shows the keys of the system it is called on; on a point's own host those of the cluster that `-c` names. Clusters, systems and users are known by
/// their certificates, so that the actions which add them have nothing to do.
///
/// Source: Cluster Server Administrator's Guide, "cpsadm command".
public final class Cpsadm {
    private static final String USAGE =
            """
            usage:
                cpsadm -s cpsN|SERVER[:PORT] -a ACTION [-p PORT] [-c CLUSTER] [-u UUID] [-h HOST] [-n NODE] [-v VICTIM]
            actions:
                ping_cps            says whether the coordination point answers
                list_nodes          lists the systems that the point knows, and which are registered
                list_membership     lists the node ids of the systems that are registered
                list_users          lists who may ask the point for this cluster
                get_server_info     says what the point has counted since its start
                unreg_node          takes the key of a system away that is known to be down (-h, -n or both)
                preempt_node        ejects a system (-v) in the name of this one, if this one is registered
                rm_node             forgets a system that was set up anew (-h, -n or both)
                rm_clus             forgets all that is known of the cluster
                add_clus, add_node, add_user, add_clus_to_user, reg_node, rm_user, rm_clus_from_user
                                    have nothing to do: certificates say who is who\
            """;

    private static final String WARNING =
            """
            CPS WARNING V-97-1400-5 A system whose key is taken away loses the right to continue. Take the key of a system away only when it \
            is known to be down: if it still runs, and others start what it ran, data is damaged\
            """;

    private static final String DAMAGED =
            """
            When all its systems are known to be down, or are registered at other points, let it begin anew: cpsadm -a rm_clus\
            """;

    /// As `vxfenmode` names points.
    private static final Pattern NAME = Pattern.compile("cps[0-9]+");

    private static final Pattern SERVER =
            Pattern.compile("\\[([^\\[\\]]+)](?::([0-9]{1,5}))?|([^:\\[\\]]+)(?::([0-9]{1,5}))?");

    private static final List<String> OPTIONS =
            List.of("-s", "-a", "-p", "-c", "-u", "-h", "-n", "-v", "-e", "-f", "-g");

    private final Path conf;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> options = new LinkedHashMap<>();

    private Cpsadm(Path conf, PrintStream out, PrintStream err) {
        this.conf = conf;
        this.out = out;
        this.err = err;
    }

    /// Does what the arguments say and ends the process.
    public static void main(String[] arguments) {
        System.exit(
                run(
                        SystemPaths.of(System.getenv()).conf(),
                        List.of(arguments),
                        System.out,
                        System.err));
    }

    /// Does what the arguments say.
    ///
    /// @param conf where this system's files are
    /// @return the exit status: 0 done, 1 not done, 2 not understood
    static int run(Path conf, List<String> arguments, PrintStream out, PrintStream err) {
        return new Cpsadm(conf, out, err).run(arguments);
    }

    private int run(List<String> arguments) {
        try {
            read(arguments);
            return act(needed("-a", "an action"));
        } catch (Failed failed) {
            err.println(failed.getMessage());
            if (failed.status == 2) err.println(USAGE);
            return failed.status;
        } catch (BadFileException bad) {
            err.println("CPS ERROR V-97-1400-6 " + bad.getMessage());
            return 1;
        }
    }

    private static final class Failed extends Exception {
        private final int status;

        Failed(int status, String message) {
            super("CPS ERROR V-97-1400-" + (status == 2 ? "7 " : "8 ") + message);
            this.status = status;
        }
    }

    private void read(List<String> arguments) throws Failed {
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!OPTIONS.contains(option)) throw new Failed(2, option + " is not understood");
            if (i + 1 == arguments.size()) throw new Failed(2, option + " needs a value");
            options.put(option, arguments.get(i + 1));
        }
    }

    private String needed(String option, String meaning) throws Failed {
        String value = options.get(option);
        if (value == null) throw new Failed(2, "cpsadm needs " + option + " and " + meaning);
        return value;
    }

    private int act(String action) throws Failed, BadFileException {
        return switch (action) {
            case "add_clus",
                    "add_node",
                    "add_user",
                    "add_clus_to_user",
                    "reg_node",
                    "rm_user",
                    "rm_clus_from_user" ->
                    nothingToDo(action);
            case "ping_cps",
                    "list_nodes",
                    "list_membership",
                    "list_users",
                    "get_server_info",
                    "unreg_node",
                    "preempt_node",
                    "rm_node",
                    "rm_clus" ->
                    talk(action);
            case "db_snapshot" ->
                    throw new Failed(
                            2,
                            """
                            there is no database to take a snapshot of: back up the directory of the point's memory, one file for each \
                            cluster\
                            """);
            case "halt_cps" ->
                    throw new Failed(
                            2,
                            """
                            a coordination point is not stopped from afar: end cps on its own host, with kill or systemctl stop\
                            """);
            default -> throw new Failed(2, "there is no action " + action);
        };
    }

    private int nothingToDo(String action) {
        out.println(
                switch (action) {
                    case "reg_node" ->
                            "Nothing is done: a system registers itself when its engine starts";
                    case "rm_user", "rm_clus_from_user" ->
                            """
                            Nothing is done: to lock a cluster out, remove its directory below cps/clusters on the point's host and start \
                            cps again\
                            """;
                    default ->
                            """
                            Nothing is done: clusters and systems are known by their certificates, which vigil-keys makes\
                            """;
                });
        return 0;
    }

    private int talk(String action) throws Failed, BadFileException {
        CoordinationPoint point = point();
        ClusterKeys keys = keys();
        checkCluster(keys);
        try (OnePoint connection = new OnePoint(keys, point)) {
            return switch (action) {
                case "ping_cps" -> ping(connection, point);
                case "list_nodes" -> listNodes(describe(connection), keys);
                case "list_membership" -> listMembership(describe(connection));
                case "list_users" -> listUsers(describe(connection), keys);
                case "get_server_info" -> info(described(connection));
                case "unreg_node" -> unregister(connection);
                case "preempt_node" -> preempt(connection, keys);
                case "rm_node" -> forget(connection);
                default -> forgetCluster(connection);
            };
        }
    }

    private CoordinationPoint point() throws Failed, BadFileException {
        String text = needed("-s", "the coordination point");
        Optional<CoordinationPoint> named =
                NAME.matcher(text).matches()
                        ? VxfenMode.read(conf.resolve("vxfenmode")).point(text)
                        : Optional.empty();
        return named.isPresent() ? named.get() : new CoordinationPoint(List.of(server(text)));
    }

    private PointAddress server(String text) throws Failed {
        Matcher form = SERVER.matcher(text);
        if (!form.matches())
            throw new Failed(2, "-s " + text + " is no server; write -s host or -s [host]:port");
        boolean bracketed = form.group(1) != null;
        String port = bracketed ? form.group(2) : form.group(4);
        if (port == null)
            port = options.getOrDefault("-p", Integer.toString(PointWire.DEFAULT_PORT));
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535)
            throw new Failed(2, port + " is no TCP port");
        return new PointAddress(form.group(bracketed ? 1 : 3), Integer.parseInt(port));
    }

    /// The keys of this system; on the host of a point those of a cluster that it serves.
    private ClusterKeys keys() throws Failed, BadFileException {
        Path own = conf.resolve("keys");
        Path clusters = conf.resolve("cps/clusters");
        if (Files.isDirectory(own) || !Files.isDirectory(clusters)) return ClusterKeys.read(own);
        String cluster =
                needed("-c", "the cluster, as its directory in " + clusters + " is called");
        return ClusterKeys.read(clusters.resolve(cluster));
    }

    private void checkCluster(ClusterKeys keys) throws Failed {
        String asked = options.get("-u");
        String ours = keys.identity().cluster();
        if (asked != null && !asked.replaceAll("[{}]", "").equals(ours))
            throw new Failed(
                    1,
                    "the keys here are of cluster "
                            + ours
                            + ", and can ask nothing about "
                            + asked);
    }

    /// What the point knows, if that can be relied upon.
    private Description describe(OnePoint point) throws Failed {
        Description description = described(point);
        if (description.damage().isEmpty()) return description;
        throw new Failed(1, description.damage() + ". " + DAMAGED);
    }

    /// What the point says of the cluster that is meant.
    private Description described(OnePoint point) throws Failed {
        Description description = said(point.describe());
        String asked = options.get("-c");
        if (asked != null && !asked.equals(description.cluster()))
            throw new Failed(
                    1,
                    "the point serves the cluster of this system as "
                            + description.cluster()
                            + ", not as "
                            + asked);
        return description;
    }

    private int ping(OnePoint point, CoordinationPoint at) throws Failed {
        granted(point.answer(Ping::new));
        out.println("CP server " + at.name() + " answers");
        return 0;
    }

    private int listNodes(Description description, ClusterKeys keys) {
        String row = "%-12s  %-38s  %-17s  %s%n";
        out.printf(row, "ClusterName", "UUID", "Hostname(Node ID)", "Registered");
        out.printf(row, "===========", "=".repeat(38), "=================", "==========");
        for (SystemAtPoint each : description.systems())
            out.printf(
                    row,
                    description.cluster(),
                    "{" + keys.identity().cluster() + "}",
                    each.name() + "(" + each.node() + ")",
                    each.incarnation() >= 0 ? "1" : "0");
        return 0;
    }

    private int listMembership(Description description) {
        out.println(
                "List of registered nodes: "
                        + description.systems().stream()
                                .filter(each -> each.incarnation() >= 0)
                                .map(each -> Integer.toString(each.node()))
                                .collect(Collectors.joining(" ")));
        return 0;
    }

    private int listUsers(Description description, ClusterKeys keys) {
        String row = "%-24s  %-52s  %s%n";
        out.printf(row, "Username/Domain Type", "Cluster Name / UUID", "Role");
        out.printf(row, "=".repeat(20), "=".repeat(19), "====");
        String cluster = description.cluster() + "/{" + keys.identity().cluster() + "}";
        for (SystemAtPoint each : description.systems())
            out.printf(row, each.name() + "/certificate", cluster, "Operator");
        return 0;
    }

    private int info(Description description) {
        out.println("Coordination point " + description.point());
        description.counts().forEach((what, count) -> out.printf("    %-12s %d%n", what, count));
        if (!description.damage().isEmpty()) out.println(description.damage() + ". " + DAMAGED);
        return 0;
    }

    private int unregister(OnePoint point) throws Failed {
        SystemAtPoint system = named(describe(point));
        err.println(WARNING);
        granted(point.answer(id -> new Clear(id, system.node())));
        out.println(
                system.incarnation() < 0
                        ? nameOf(system) + " was not registered"
                        : nameOf(system) + " is no longer registered");
        return 0;
    }

    private int preempt(OnePoint point, ClusterKeys keys) throws Failed {
        Description description = describe(point);
        if (!(keys.identity() instanceof Identity.OfSystem own))
            throw new Failed(1, "only a system of the cluster ejects others; call it there");
        SystemAtPoint victim = victim(description);
        if (victim.node() == own.node()) throw new Failed(2, "a system does not eject itself");
        long incarnation =
                description.systems().stream()
                        .filter(each -> each.node() == own.node())
                        .mapToLong(SystemAtPoint::incarnation)
                        .findFirst()
                        .orElse(-1);
        if (incarnation < 0)
            throw new Failed(
                    1, own.name() + " is not registered there, and so it can eject nobody");
        err.println(WARNING);
        granted(
                point.ask(
                        new PointRequest.Eject(
                                new Key(own.node(), incarnation),
                                new TreeSet<>(List.of(victim.node())))));
        out.println(nameOf(victim) + " is ejected");
        return 0;
    }

    private int forget(OnePoint point) throws Failed {
        SystemAtPoint system = named(describe(point));
        err.println(WARNING);
        granted(point.answer(id -> new Forget(id, system.node())));
        out.println(nameOf(system) + " is forgotten");
        return 0;
    }

    private int forgetCluster(OnePoint point) throws Failed {
        Description description = described(point);
        err.println(WARNING);
        granted(point.answer(ForgetCluster::new));
        out.println("All that was known of cluster " + description.cluster() + " is forgotten");
        return 0;
    }

    /// The system that `-n`, `-h`, or both name.
    private SystemAtPoint named(Description description) throws Failed {
        String id = options.get("-n");
        String name = options.get("-h");
        if (id == null && name == null)
            throw new Failed(2, "which system? give its -n node id or its -h name");
        return known(
                description,
                id == null ? name : name == null ? id : id + " called " + name,
                each ->
                        (id == null || Integer.toString(each.node()).equals(id))
                                && (name == null || each.name().equals(name)));
    }

    /// The system that `-v` names, by id or by name.
    private SystemAtPoint victim(Description description) throws Failed {
        String named = options.get("-v");
        if (named == null) throw new Failed(2, "which system? give its -v node id or name");
        return known(
                description,
                named,
                each -> Integer.toString(each.node()).equals(named) || each.name().equals(named));
    }

    private static SystemAtPoint known(
            Description description, String named, Predicate<SystemAtPoint> meant) throws Failed {
        Optional<SystemAtPoint> found = description.systems().stream().filter(meant).findFirst();
        return found.orElseThrow(
                () ->
                        new Failed(
                                1,
                                "the point does not know a system "
                                        + named
                                        + "; it knows "
                                        + description.systems().stream()
                                                .map(Cpsadm::nameOf)
                                                .toList()));
    }

    private static String nameOf(SystemAtPoint system) {
        return "node "
                + system.node()
                + (system.name().isEmpty() ? "" : " (" + system.name() + ")");
    }

    private static <T> T said(OnePoint.Said<T> said) throws Failed {
        return switch (said) {
            case OnePoint.Said.Word<T>(var word) -> word;
            case OnePoint.Said.Nothing<T>(var reason) ->
                    throw new Failed(1, "the coordination point does not answer: " + reason);
        };
    }

    private static void granted(PointAnswer answer) throws Failed {
        switch (answer) {
            case PointAnswer.Granted _ -> {}
            case PointAnswer.Refused(var reason, _, _) -> throw new Failed(1, reason);
            case PointAnswer.Unreachable(var reason) ->
                    throw new Failed(1, "the coordination point does not answer: " + reason);
        }
    }
}
