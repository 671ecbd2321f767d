package dev.vigil.engine.tls;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.node.SystemPaths;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// `vigil-keys`: makes the authority of a cluster and the keys of its systems and coordination points.
///
/// What is asked for is done in the order in which it is written, so that one call can make all keys of a cluster. Exit status 0; 1 if a
/// file is in the way or cannot be used; 2 if the command is not understood.
public final class KeysMain {
    private static final String USAGE =
            """
            usage:
                vigil-keys [-dir DIRECTORY] ACTION ...
            actions, done in order:
                -init CLUSTER       makes the cluster's authority
                -add NODE SYSTEM    makes the keys of a system
                -hosts FILE         makes the keys of all systems of an llthosts file
                -addpoint NAME      makes the keys of a coordination point
                -show               says who has keys
            DIRECTORY is $VIGIL_CONF/authority if it is not given.\
            """;

    /// A name that can be a file's and stand in a certificate.
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    private final PrintStream out;
    private final PrintStream err;
    private Path directory;

    private KeysMain(Path directory, PrintStream out, PrintStream err) {
        this.directory = directory;
        this.out = out;
        this.err = err;
    }

    /// Does what the arguments say and ends the process.
    public static void main(String[] arguments) {
        Path conf = SystemPaths.of(System.getenv()).conf();
        System.exit(run(conf.resolve("authority"), List.of(arguments), System.out, System.err));
    }

    /// Does what the arguments say.
    ///
    /// @param directory where the authority is, unless the arguments say so
    /// @return the exit status
    static int run(Path directory, List<String> arguments, PrintStream out, PrintStream err) {
        return new KeysMain(directory, out, err).run(arguments);
    }

    private int run(List<String> arguments) {
        Deque<String> left = new ArrayDeque<>(arguments);
        try {
            List<Step> steps = steps(left);
            if (steps.isEmpty()) throw new Misused("vigil-keys: nothing to do");
            for (Step step : steps) step.run();
            return 0;
        } catch (Misused misused) {
            err.println(misused.getMessage());
            err.println(USAGE);
            return 2;
        } catch (BadFileException inTheWay) {
            err.println("vigil-keys: " + inTheWay.getMessage());
            return 1;
        } catch (IOException failed) {
            err.println(
                    "vigil-keys: cannot write in "
                            + directory
                            + ": "
                            + why(failed)
                            + ". What it has said it made is whole, nothing else is there; mend"
                            + " that and call it again for the rest");
            return 1;
        }
    }

    private static String why(IOException failed) {
        return failed instanceof FileSystemException file && file.getReason() != null
                ? file.getFile() + ": " + file.getReason()
                : failed.getMessage();
    }

    private interface Step {
        void run() throws BadFileException, IOException;
    }

    private static final class Misused extends Exception {
        Misused(String message) {
            super(message);
        }
    }

    /// The whole line is understood before anything of it is done.
    private List<Step> steps(Deque<String> left) throws Misused, BadFileException {
        List<Step> steps = new ArrayList<>();
        while (!left.isEmpty()) {
            String action = left.poll();
            switch (action) {
                case "-dir" -> directory = Path.of(word(left, action, "a directory"));
                case "-init" -> {
                    String cluster = name(left, action);
                    steps.add(() -> init(cluster));
                }
                case "-add" -> {
                    int node = node(left, action);
                    String system = name(left, action);
                    steps.add(() -> add(node, system));
                }
                case "-hosts" -> {
                    Path file = Path.of(word(left, action, "an llthosts file"));
                    Map<Integer, String> systems = LltHosts.read(file).names();
                    steps.add(() -> addAll(systems));
                }
                case "-addpoint" -> {
                    String point = name(left, action);
                    steps.add(() -> addPoint(point));
                }
                case "-show" -> steps.add(this::show);
                default -> throw new Misused("vigil-keys: " + action + " is not understood");
            }
        }
        return steps;
    }

    private static String word(Deque<String> left, String action, String meaning) throws Misused {
        if (left.isEmpty()) throw new Misused("vigil-keys: " + action + " needs " + meaning);
        return left.poll();
    }

    private static String name(Deque<String> left, String action) throws Misused {
        String name = word(left, action, "a name");
        if (name.matches(NAME)) return name;
        throw new Misused(
                "vigil-keys: "
                        + action
                        + ": \""
                        + name
                        + "\" cannot be a name; use letters, digits, dots, hyphens and"
                        + " underscores");
    }

    private static int node(Deque<String> left, String action) throws Misused {
        String text = word(left, action, "a node id and a system's name");
        if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) <= LltHosts.LAST_NODE)
            return Integer.parseInt(text);
        throw new Misused(
                "vigil-keys: "
                        + action
                        + ": \""
                        + text
                        + "\" is no node id; write the number of llthosts, from 0 to "
                        + LltHosts.LAST_NODE);
    }

    private void init(String cluster) throws BadFileException, IOException {
        var authority = ClusterAuthority.init(directory, cluster);
        out.println(
                "Cluster "
                        + cluster
                        + " has the id "
                        + authority.cluster()
                        + ". Keep "
                        + directory
                        + " safe: who has it can add systems");
    }

    private void add(int node, String system) throws BadFileException, IOException {
        Path made = ClusterAuthority.open(directory).addSystem(node, system);
        out.println(
                "Keys of system "
                        + system
                        + " (node "
                        + node
                        + ") are in "
                        + made
                        + "; copy it to "
                        + system
                        + " as /etc/vigil/keys");
    }

    /// May be repeated when the file has grown.
    private void addAll(Map<Integer, String> systems) throws BadFileException, IOException {
        Collection<Identity> holders = ClusterAuthority.open(directory).holders().values();
        for (Map.Entry<Integer, String> each : systems.entrySet()) {
            boolean has =
                    holders.stream()
                            .anyMatch(
                                    holder ->
                                            holder
                                                            instanceof
                                                            Identity.OfSystem(
                                                                    _,
                                                                    int node,
                                                                    String name)
                                                    && node == each.getKey()
                                                    && name.equals(each.getValue()));
            if (has) out.println("System " + each.getValue() + " has its keys already");
            else add(each.getKey(), each.getValue());
        }
    }

    private void addPoint(String point) throws BadFileException, IOException {
        ClusterAuthority authority = ClusterAuthority.open(directory);
        Path made = authority.addPoint(point);
        out.println(
                "Keys of coordination point "
                        + point
                        + " are in "
                        + made
                        + "; copy it to the point's host as /etc/vigil/cps/clusters/"
                        + authority.clusterName());
    }

    private void show() throws BadFileException, IOException {
        ClusterAuthority authority = ClusterAuthority.open(directory);
        out.println("cluster " + authority.clusterName() + " " + authority.cluster());
        for (Map.Entry<Path, Identity> each : authority.holders().entrySet())
            out.println(
                    switch (each.getValue()) {
                        case Identity.OfSystem system ->
                                "system "
                                        + system.name()
                                        + " node "
                                        + system.node()
                                        + " "
                                        + each.getKey();
                        case Identity.OfPoint point ->
                                "point " + point.name() + " " + each.getKey();
                    });
    }
}
