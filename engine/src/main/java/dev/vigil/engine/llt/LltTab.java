package dev.vigil.engine.llt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// `llttab`: who this system is, its links, and LLT's timers, in the form for LLT over UDP.
///
/// ```
/// set-node sysA
/// set-cluster 1234
/// link net1 eth1 - udp 50000 - 192.168.10.1 -
/// link net2 eth2 - udp 50010 - 192.168.20.1 -
/// set-addr 1 net1 192.168.10.2
/// set-addr 1 net2 192.168.20.2
/// set-timer peerinact:3200
/// ```
///
/// Source: InfoScale Installation Guide, "Using the UDP layer for LLT"; llttab(4).
///
/// @param node this system's id
/// @param cluster the cluster's number; packets of other clusters are dropped
/// @param links at least one, at most eight, in the file's order
/// @param timersCs explicitly set timers in hundredths of a second, by name
/// @param flow explicitly set flow control values in packets, by name; shown, not used: UDP carries heartbeats only
/// @param excluded node ids that are never accepted
/// @param minimumLinks fewer links up than this is warned of; 0 for never
public record LltTab(
        int node,
        int cluster,
        List<UdpLink> links,
        SortedMap<String, Integer> timersCs,
        SortedMap<String, Integer> flow,
        SortedSet<Integer> excluded,
        int minimumLinks) {
    /// The timers that LLT has, with their defaults in hundredths of a second, in the order of `lltconfig -T query`.
    ///
    /// Source: lltconfig(1M); Cluster Server Administrator's Guide, "LLT timer tunable parameters".
    public static final SequencedMap<String, Integer> TIMER_DEFAULTS_CS = timerDefaults();

    /// The flow control values that LLT has, with their defaults in packets.
    public static final SequencedMap<String, Integer> FLOW_DEFAULTS = flowDefaults();

    private static final int MOST_LINKS = 8;
    private static final int LONGEST_TIMER_CS = 8_640_000;
    private static final int DEFAULT_MTU = 8192;

    private static final String NODE_USAGE = "set-node <node-id>|<system name>";
    private static final String CLUSTER_USAGE = "set-cluster <number from 0 to 65535>";
    private static final String LINK_USAGE =
            "link <tag> <device> <node-range> udp <udp-port> <MTU> <own address> <broadcast>";
    private static final String ADDRESS_USAGE = "set-addr <node-id> <tag> <address>";

    public LltTab {
        links = List.copyOf(links);
        timersCs = Collections.unmodifiableSortedMap(new TreeMap<>(timersCs));
        flow = Collections.unmodifiableSortedMap(new TreeMap<>(flow));
        excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
    }

    /// Reads `llttab`.
    ///
    /// @param hosts resolves a name after `set-node`
    /// @throws BadFileException for a line that is not understood, and for what is missing
    public static LltTab read(Path path, LltHosts hosts) throws BadFileException {
        return parse(TableFile.read(path, "this system's node id and links"), hosts);
    }

    static LltTab parse(TableFile file, LltHosts hosts) throws BadFileException {
        return new Parser(file, hosts).parse();
    }

    /// The tags of the low-priority links.
    public SortedSet<String> lowPriority() {
        SortedSet<String> low = new TreeSet<>();
        for (UdpLink link : links) {
            if (link.lowPriority()) low.add(link.tag());
        }
        return low;
    }

    /// The value of a timer: what the file sets, else LLT's default.
    ///
    /// @return hundredths of a second
    public int timerCs(String name) {
        Integer set = timersCs.get(name);
        return set != null ? set : TIMER_DEFAULTS_CS.get(name);
    }

    /// Reads one file; keeps what later lines may complete.
    private static final class Parser {
        private final TableFile file;
        private final LltHosts hosts;
        private final SequencedMap<String, UdpLink> links = new LinkedHashMap<>();
        private final List<TableFile.Line> addresses = new ArrayList<>();
        private final SortedMap<String, Integer> timersCs = new TreeMap<>();
        private final SortedMap<String, Integer> flow = new TreeMap<>();
        private final SortedSet<Integer> excluded = new TreeSet<>();
        private Optional<Integer> node = Optional.empty();
        private int cluster;
        private int minimumLinks;

        Parser(TableFile file, LltHosts hosts) {
            this.file = file;
            this.hosts = hosts;
        }

        LltTab parse() throws BadFileException {
            for (TableFile.Line line : file.lines()) {
                directive(line);
            }
            for (TableFile.Line line : addresses) {
                address(line);
            }
            int self =
                    node.orElseThrow(
                            () ->
                                    new BadFileException(
                                            file.path(), "no set-node line", "add: " + NODE_USAGE));
            if (links.isEmpty())
                throw new BadFileException(file.path(), "no link line", "add: " + LINK_USAGE);
            for (UdpLink link : links.values()) {
                reachesAll(link, self);
            }
            return new LltTab(
                    self,
                    cluster,
                    List.copyOf(links.values()),
                    timersCs,
                    flow,
                    excluded,
                    minimumLinks);
        }

        private void directive(TableFile.Line line) throws BadFileException {
            switch (line.words().getFirst()) {
                case "set-node" -> node = Optional.of(node(line));
                case "set-cluster" ->
                        cluster = line.number(1, "cluster id", 0, 65535, CLUSTER_USAGE);
                case "link" -> link(line, false);
                case "link-lowpri" -> link(line, true);
                case "set-addr" -> addresses.add(line);
                case "set-timer" ->
                        setting(line, timersCs, TIMER_DEFAULTS_CS, "timer", LONGEST_TIMER_CS);
                case "set-flow" -> setting(line, flow, FLOW_DEFAULTS, "flow control value", 65535);
                case "exclude" -> excluded.addAll(nodes(line));
                case "include" -> excluded.removeAll(nodes(line));
                case "set-dbg-minlinks" ->
                        minimumLinks =
                                line.number(
                                        1,
                                        "number of links",
                                        0,
                                        MOST_LINKS,
                                        "set-dbg-minlinks <n>");
                // Addresses come from set-addr and from the packets; there is nothing to switch on
                // or off.
                case "set-bcasthb", "set-arp" ->
                        line.number(1, "switch", 0, 1, line.words().getFirst() + " 0|1");
                default ->
                        throw line.problem(
                                "\"" + line.words().getFirst() + "\" is not a directive of llttab",
                                "use set-node, set-cluster, link, link-lowpri, set-addr, set-timer,"
                                        + " set-flow, exclude, include, set-bcasthb, set-arp or"
                                        + " set-dbg-minlinks");
            }
        }

        private int node(TableFile.Line line) throws BadFileException {
            String word = line.word(1, "node id or system name", NODE_USAGE);
            line.atMost(2, NODE_USAGE);
            if (word.startsWith("/")) word = nameIn(line, Path.of(word));
            if (word.chars().allMatch(Character::isDigit)) {
                int id = line.number(word, "node id", 0, LltHosts.LAST_NODE);
                if (hosts.names().containsKey(id)) return id;
                throw line.problem(
                        "llthosts has no node " + id, "add it there, or correct it here");
            }
            String name = word;
            return hosts.nodeOf(name)
                    .orElseThrow(
                            () ->
                                    line.problem(
                                            "llthosts has no system " + name,
                                            "add it there, or correct it here"));
        }

        private static String nameIn(TableFile.Line line, Path path) throws BadFileException {
            if (!Files.isRegularFile(path))
                throw line.problem("there is no file " + path, "write the name or number itself");
            List<TableFile.Line> lines = TableFile.read(path, "this system's name").lines();
            if (lines.isEmpty())
                throw line.problem(path + " is empty", "write this system's name into it");
            return lines.getFirst().words().getFirst();
        }

        private void link(TableFile.Line line, boolean lowPriority) throws BadFileException {
            String tag = line.word(1, "the link's tag", LINK_USAGE);
            String device = line.word(2, "the device", LINK_USAGE);
            line.word(3, "the node range (- for all)", LINK_USAGE);
            String type = line.word(4, "the link type", LINK_USAGE);
            if (!type.equals("udp") && !type.equals("udp6"))
                throw line.problem(
                        "link type \"" + type + "\" is not available: links run over UDP",
                        "write: " + LINK_USAGE);
            int port = line.number(5, "UDP port", 1, 65535 - 2, LINK_USAGE);
            String size = line.word(6, "the MTU (- for " + DEFAULT_MTU + ")", LINK_USAGE);
            int mtu = size.equals("-") ? DEFAULT_MTU : line.number(size, "MTU", 576, 65507);
            String address = line.word(7, "this system's address on the link", LINK_USAGE);
            String broadcast = line.words().size() > 8 ? line.words().get(8) : "-";
            line.atMost(9, LINK_USAGE);
            if (links.containsKey(tag))
                throw line.problem("there is a link " + tag + " already", "use another tag");
            if (links.size() == MOST_LINKS)
                throw line.problem("more than " + MOST_LINKS + " links", "remove one");
            links.put(
                    tag,
                    new UdpLink(
                            tag,
                            device,
                            lowPriority,
                            port,
                            mtu,
                            address,
                            broadcast.equals("-") ? Optional.empty() : Optional.of(broadcast),
                            new TreeMap<>()));
        }

        private void address(TableFile.Line line) throws BadFileException {
            int peer = line.number(1, "node id", 0, LltHosts.LAST_NODE, ADDRESS_USAGE);
            String tag = line.word(2, "the link's tag", ADDRESS_USAGE);
            String address = line.word(3, "the address", ADDRESS_USAGE);
            line.atMost(4, ADDRESS_USAGE);
            UdpLink link = links.get(tag);
            if (link == null)
                throw line.problem("there is no link " + tag, "the links are " + links.keySet());
            if (!hosts.names().containsKey(peer))
                throw line.problem(
                        "llthosts has no node " + peer, "add it there, or remove this line");
            links.put(tag, link.with(peer, address));
        }

        private void reachesAll(UdpLink link, int self) throws BadFileException {
            for (int peer : hosts.names().keySet()) {
                if (peer == self || excluded.contains(peer)) continue;
                if (!link.peers().containsKey(peer) && link.broadcast().isEmpty())
                    throw new BadFileException(
                            file.path(),
                            "link " + link.tag() + " has no address of node " + peer,
                            "add: set-addr " + peer + " " + link.tag() + " <address>");
            }
        }

        private static void setting(
                TableFile.Line line,
                SortedMap<String, Integer> into,
                SequencedMap<String, Integer> known,
                String what,
                int most)
                throws BadFileException {
            String usage = line.words().getFirst() + " <name>:<value>";
            String[] parts = line.word(1, "name and value", usage).split(":", -1);
            line.atMost(2, usage);
            if (parts.length != 2) throw line.problem("no \"name:value\"", "write: " + usage);
            if (!known.containsKey(parts[0]))
                throw line.problem(
                        "there is no " + what + " " + parts[0],
                        "they are " + String.join(", ", known.sequencedKeySet()));
            into.put(parts[0], line.number(parts[1], parts[0], 1, most));
        }

        private static SortedSet<Integer> nodes(TableFile.Line line) throws BadFileException {
            String usage =
                    line.words().getFirst() + " <id>[-<id>][,...], for example: exclude 2-31";
            SortedSet<Integer> nodes = new TreeSet<>();
            for (String range : line.word(1, "node ids", usage).split(",")) {
                String[] ends = range.split("-", -1);
                if (ends.length > 2)
                    throw line.problem("\"" + range + "\" is no range", "write: " + usage);
                int first = line.number(ends[0], "node id", 0, LltHosts.LAST_NODE);
                int last = line.number(ends[ends.length - 1], "node id", 0, LltHosts.LAST_NODE);
                for (int node = first; node <= last; node++) {
                    nodes.add(node);
                }
            }
            return nodes;
        }
    }

    private static SequencedMap<String, Integer> timerDefaults() {
        SequencedMap<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("heartbeat", 50);
        defaults.put("heartbeatlo", 100);
        defaults.put("peertrouble", 200);
        defaults.put("peertroublelo", 400);
        defaults.put("peerinact", 1600);
        defaults.put("rpeerinact", 700);
        defaults.put("oos", 10);
        defaults.put("retrans", 10);
        defaults.put("service", 100);
        defaults.put("arp", 30000);
        defaults.put("arpreq", 3000);
        defaults.put("timetoreqhb", 1400);
        defaults.put("reqhbtime", 40);
        defaults.put("timetosendhb", 200);
        defaults.put("sendhbcap", 18000);
        return Collections.unmodifiableSequencedMap(defaults);
    }

    private static SequencedMap<String, Integer> flowDefaults() {
        SequencedMap<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("lowwater", 40);
        defaults.put("highwater", 200);
        defaults.put("rporthighwater", 200);
        defaults.put("rportlowwater", 100);
        defaults.put("window", 50);
        defaults.put("linkburst", 32);
        defaults.put("ackval", 10);
        defaults.put("sws", 40);
        defaults.put("largepktlen", 1024);
        return Collections.unmodifiableSequencedMap(defaults);
    }
}
