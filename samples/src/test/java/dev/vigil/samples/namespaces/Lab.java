package dev.vigil.samples.namespaces;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// Three systems in network namespaces: two private links and a public network, each a bridge in a namespace of its own, and one disk that
/// all of them reach.
final class Lab implements AutoCloseable {
    static final int SYSTEMS = 3;

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PORT = 50_000;
    private static final List<String> NETWORKS = List.of("net1", "net2", "public");
    private static final String CUT = "cut";

    private final Path home =
            Path.of(System.getProperty("vigil.root")).toAbsolutePath().normalize();
    private final String prefix = "vigil" + ProcessHandle.current().pid() + "-";
    private final Path directory;
    private String device = "";

    private Lab(Path directory) {
        this.directory = directory;
    }

    /// What is missing for a lab on this machine; nothing if it can be built.
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (!"0".equals(Shell.may("id", "-u").strip())) missing.add("root");
        for (String program : List.of("ip", "nft", "losetup", "mkfs.ext4", "mount", "ss"))
            if (!Shell.can("sh", "-c", "command -v " + program)) missing.add(program);
        if (!missing.isEmpty()) return missing;
        String name = "vigil-try-" + ProcessHandle.current().pid();
        if (!Shell.can("ip", "netns", "add", name)) missing.add("network namespaces");
        Shell.may("ip", "netns", "delete", name);
        return missing;
    }

    /// Builds the networks and starts all systems.
    ///
    /// @param directory an empty one with a short path: sockets lie in it
    static Lab start(Path directory) throws IOException {
        Lab lab = new Lab(directory);
        try {
            lab.makeDisk();
            lab.makeNetworks();
            lab.makeFiles();
            for (int node = 0; node < SYSTEMS; node++) lab.startSystem(node);
            return lab;
        } catch (IOException | RuntimeException | AssertionError failed) {
            lab.close();
            throw failed;
        }
    }

    /// The machine that is a copy of another, if there is one: it has its networks and its files, and no disk.
    static final int COPY = SYSTEMS;

    static String system(int node) {
        return node == COPY ? "copy" : "lab" + (node + 1);
    }

    /// Starts a copy of a system: all of its files but the addresses of its links, with which it would not even be heard.
    void startCopy(int original) throws IOException {
        makeMachine(COPY);
        for (String name : List.of("log", "run")) Files.createDirectories(file(COPY, name));
        for (String name : List.of("etc", "lib"))
            Shell.must("cp", "-RT", file(original, name).toString(), file(COPY, name).toString());
        Path llttab = file(COPY, "etc/llttab");
        String text = Files.readString(llttab);
        for (int network = 0; network < 2; network++)
            text = text.replace(address(network, original), address(network, COPY));
        Files.writeString(llttab, text);
        startSystem(COPY);
    }

    /// Whether a daemon of a system runs.
    boolean runs(int node, String daemon) {
        String pid = read(file(node, "run/" + daemon + ".pid")).strip();
        return !pid.isEmpty() && Files.exists(Path.of("/proc", pid));
    }

    private String namespace(int node) {
        return prefix + system(node);
    }

    private String middle() {
        return prefix + "wires";
    }

    private static String address(int network, int node) {
        return "10.9" + (network + 1) + ".0." + (node + 1);
    }

    private void makeDisk() throws IOException {
        Path image = directory.resolve("disk");
        try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(32L << 20);
        }
        Shell.must("mkfs.ext4", "-q", image.toString());
        device = Shell.must("losetup", "--find", "--show", image.toString()).strip();
        Files.createDirectory(directory.resolve("mnt"));
    }

    private void makeNetworks() {
        String middle = middle();
        Shell.must("ip", "netns", "add", middle);
        for (String network : NETWORKS)
            Shell.must("ip", "-n", middle, "link", "add", network, "type", "bridge");
        for (String network : NETWORKS)
            Shell.must("ip", "-n", middle, "link", "set", network, "up");
        for (int node = 0; node < SYSTEMS; node++) makeMachine(node);
    }

    private void makeMachine(int node) {
        Shell.must("ip", "netns", "add", namespace(node));
        Shell.must("ip", "-n", namespace(node), "link", "set", "lo", "up");
        for (int network = 0; network < NETWORKS.size(); network++) plugIn(node, network);
    }

    private void plugIn(int node, int network) {
        String middle = middle();
        String name = NETWORKS.get(network);
        String port = name + node;
        Shell.must(
                "ip",
                "-n",
                middle,
                "link",
                "add",
                port,
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                namespace(node));
        Shell.must("ip", "-n", middle, "link", "set", port, "master", name, "up");
        Shell.must("ip", "-n", namespace(node), "link", "set", name, "up");
        Shell.must(
                "ip",
                "-n",
                namespace(node),
                "address",
                "add",
                address(network, node) + "/24",
                "dev",
                name);
    }

    private void makeFiles() throws IOException {
        Path source = home.resolve("samples/src/test/resources/namespaces").toAbsolutePath();
        Path hosts = directory.resolve("llthosts");
        Files.writeString(
                hosts,
                String.join(
                        "",
                        IntStream.range(0, SYSTEMS)
                                .mapToObj(node -> node + " " + system(node) + "\n")
                                .toList()));
        Path authority = directory.resolve("authority");
        Shell.must(
                home.resolve("bin/vigil-keys").toString(),
                "-dir",
                authority.toString(),
                "-init",
                "lab",
                "-hosts",
                hosts.toString());
        for (int node = 0; node < SYSTEMS; node++) {
            Path etc = file(node, "etc");
            for (String name : List.of("etc", "lib", "log", "run"))
                Files.createDirectories(file(node, name));
            Shell.must("cp", "-R", authority.resolve(system(node)).toString(), etc + "/keys");
            Files.copy(hosts, etc.resolve("llthosts"));
            Files.copy(
                    home.resolve("config/src/main/resources/dev/vigil/config/types.cf"),
                    etc.resolve("types.cf"));
            Files.copy(source.resolve("LabTypes.cf"), etc.resolve("LabTypes.cf"));
            Files.createSymbolicLink(etc.resolve("agents"), source.resolve("agents"));
            Files.writeString(
                    etc.resolve("main.cf"),
                    Files.readString(source.resolve("main.cf"))
                            .replace("@DIR@", directory.toString())
                            .replace("@DEVICE@", device));
            Files.writeString(etc.resolve("sysname"), system(node) + "\n");
            Files.writeString(etc.resolve("secret"), "0123456789abcdef".repeat(4));
            Shell.must("chmod", "600", etc + "/secret");
            Files.writeString(etc.resolve("gabtab"), "/sbin/gabconfig -c -n" + SYSTEMS + "\n");
            Files.writeString(etc.resolve("llttab"), llttab(node));
        }
        Files.createFile(directory.resolve("truth"));
    }

    private static String llttab(int node) {
        StringBuilder text = new StringBuilder("set-node " + system(node) + "\nset-cluster 77\n");
        for (int network = 0; network < 2; network++) {
            String name = NETWORKS.get(network);
            text.append("link " + name + " " + name + " - udp " + (PORT + 10 * network))
                    .append(" - " + address(network, node) + " -\n");
            for (int peer = 0; peer < SYSTEMS; peer++)
                if (peer != node)
                    text.append(
                            "set-addr " + peer + " " + name + " " + address(network, peer) + "\n");
        }
        // A machine that runs a whole build beside three systems is late at times.
        return text.append(
                        """
                        set-timer heartbeat:10
                        set-timer peertrouble:100
                        set-timer peerinact:400
                        """)
                .toString();
    }

    private void startSystem(int node) throws IOException {
        for (String daemon : List.of("hanode", "had")) {
            var builder =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    namespace(node),
                                    "setsid",
                                    home.resolve("bin/hashadow").toString(),
                                    daemon)
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(
                                    ProcessBuilder.Redirect.appendTo(
                                            file(node, "log/" + daemon + ".out").toFile()));
            builder.environment().keySet().removeIf(name -> name.startsWith("VIGIL_"));
            builder.environment().putAll(environment(node));
            builder.start();
        }
    }

    private Map<String, String> environment(int node) {
        Map<String, String> environment = new HashMap<>();
        environment.put("VIGIL_HOME", home.toString());
        environment.put("VIGIL_CONF", file(node, "etc").toString());
        environment.put("VIGIL_LIB", file(node, "lib").toString());
        environment.put("VIGIL_LOG", file(node, "log").toString());
        environment.put("VIGIL_RUN", file(node, "run").toString());
        return environment;
    }

    /// A file of a system.
    Path file(int node, String name) {
        return directory.resolve(system(node)).resolve(name);
    }

    /// Types an operator's command at a system.
    Shell.Ended at(int node, String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, home.resolve("bin").resolve(words[0]).toString());
        return Shell.run(environment(node), command);
    }

    /// Runs a command in a system's network.
    String in(int node, String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace(node)));
        command.addAll(List.of(words));
        return Shell.must(command.toArray(String[]::new));
    }

    /// Silently drops whatever comes in or goes out on some links of a system.
    void cut(int node, String... links) {
        String devices = "{ " + String.join(", ", links) + " }";
        in(
                node,
                "nft",
                "add table inet "
                        + CUT
                        + "; add chain inet "
                        + CUT
                        + " in { type filter hook input priority 0; }; add chain inet "
                        + CUT
                        + " out { type filter hook output priority 0; }; add rule inet "
                        + CUT
                        + " in iifname "
                        + devices
                        + " drop; add rule inet "
                        + CUT
                        + " out oifname "
                        + devices
                        + " drop");
    }

    void heal(int node) {
        in(node, "nft", "delete table inet " + CUT);
    }

    /// The systems that a group is ONLINE on, as one system sees it; nothing if that one does not answer.
    SortedSet<String> online(int seenBy, String group) {
        SortedSet<String> systems = new TreeSet<>();
        for (int node = 0; node < SYSTEMS; node++)
            if (at(seenBy, "hagrp", "-state", group, "-sys", system(node))
                    .text()
                    .contains("ONLINE")) systems.add(system(node));
        return systems;
    }

    String sysState(int seenBy, int node) {
        return at(seenBy, "hasys", "-state", system(node)).text().strip();
    }

    /// The systems on which something really is: the mount in the node daemon's view, the address in its network.
    SortedSet<String> really(String resource) {
        SortedSet<String> systems = new TreeSet<>();
        for (int node = 0; node < SYSTEMS; node++) {
            Path process = Path.of("/proc", read(file(node, "run/hanode.pid")).strip());
            boolean there =
                    resource.equals("disk")
                            ? read(process.resolve("mounts")).contains(directory + "/mnt ")
                            : read(process.resolve("net/fib_trie")).contains("10.93.0.100");
            if (there) systems.add(system(node));
        }
        return systems;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /// What the resources wrote of themselves, in the order in which they did.
    List<String> truth() {
        try {
            return Files.readAllLines(directory.resolve("truth"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The moments, as lines of the truth, at which a resource was begun on one system while it was up on another.
    List<String> overlaps() {
        List<String> overlaps = new ArrayList<>();
        Map<String, String> up = new LinkedHashMap<>();
        for (String line : truth()) {
            String[] words = line.split(" ");
            String holder = up.get(words[1]);
            if (words[0].equals("online")) {
                if (holder != null && !holder.equals(words[2]))
                    overlaps.add(line + " beside " + holder);
                up.put(words[1], words[2]);
            } else if (words[2].equals(holder)) {
                up.remove(words[1]);
            }
        }
        return overlaps;
    }

    /// The engine's log of a system.
    String engineLog(int node) {
        return read(file(node, "log/engine_A.log"));
    }

    /// Waits until something is so.
    void until(String what, Callable<Boolean> condition) {
        try {
            await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(condition);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "\n" + logs(), late);
        }
    }

    private String logs() {
        StringBuilder text = new StringBuilder("truth " + truth() + "\n");
        for (int node = 0; node <= COPY; node++)
            for (String name : List.of("engine_A.log", "hanode.log", "had.out", "hanode.out")) {
                List<String> lines = read(file(node, "log/" + name)).lines().toList();
                text.append("==> " + system(node) + " " + name + "\n");
                lines.subList(Math.max(0, lines.size() - 40), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
        return text.toString();
    }

    /// Ends whatever runs in the namespaces, and takes everything away.
    @Override
    public void close() {
        for (int node = 0; node <= COPY; node++) {
            String namespace = namespace(node);
            for (int round = 0; round < 20; round++) {
                String pids = Shell.may("ip", "netns", "pids", namespace).strip();
                if (pids.isEmpty() || !pids.matches("[0-9\\s]+")) break;
                List<String> kill = new ArrayList<>(List.of("kill", "-9"));
                kill.addAll(List.of(pids.split("\\s+")));
                Shell.may(kill.toArray(String[]::new));
            }
            Shell.may("ip", "netns", "delete", namespace);
        }
        Shell.may("ip", "netns", "delete", middle());
        if (!device.isEmpty()) Shell.may("losetup", "--detach", device);
    }
}
