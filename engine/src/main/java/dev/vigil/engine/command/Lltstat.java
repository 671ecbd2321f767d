package dev.vigil.engine.command;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `lltstat`: the nodes of the cluster and the links to them.
///
/// Source: VCS installation guide, "Verifying LLT"; cluster manual, lltstat.
final class Lltstat implements Command {
    /// The rows of `-nvv` without a restriction: every id LLT can give.
    private static final int MAX_NODES = 64;

    private static final int MAX_LINKS = 8;
    private static final Columns PEERS = Columns.of(16, 10, 7, 10, 10, 0);

    @Override
    public String name() {
        return "lltstat";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-n", this::nodes, "-n"),
                Verb.of("-nv", this::links, "-nv [active | configured]"),
                Verb.of("-nvv", this::links, "-nvv [active | configured]"),
                Verb.of("-vn", this::links),
                Verb.of("-vvn", this::links),
                Verb.of("-l", this::wires, "-l"),
                Verb.of("-c", this::configuration, "-c"),
                Verb.of("-p", this::ports, "-p"),
                Verb.of("-P", this::peers, "-P"),
                Verb.of("-z", this::zero, "-z"));
    }

    @Override
    public Answer plain(Scene scene, List<String> words) {
        Words.parse(name(), words).exactly();
        return new Answer.Ask.Links(report -> Answer.Printed.of(statistics(report)));
    }

    private static List<String> statistics(LinkReport report) {
        long sent = 0;
        long received = 0;
        long errors = 0;
        for (LinkReport.Wire wire : report.wires()) {
            sent += wire.sentPackets();
            received += wire.receivedPackets();
            errors += wire.errors();
        }
        return List.of(
                "LLT statistics:",
                pair(sent, "Snd heartbeat packets", received, "Rcv packets"),
                pair(0, "Snd data packets", report.dropped("replayed"), "Rcv duplicates"),
                "LLT errors:",
                pair(report.dropped("node"), "Rcv not connected", errors, "Snd error drops"),
                single(report.dropped("cluster", "link"), "Rcv unconfigured"),
                single(report.dropped("own_node"), "Rcv bad source address"),
                single(report.dropped("old_session"), "Rcv bad generation"),
                single(report.dropped("signature"), "Rcv bad signature"),
                single(
                        report.dropped("foreign", "malformed", "oversized"),
                        "Rcv malformed packet"));
    }

    private static String pair(long left, String leftName, long right, String rightName) {
        return "    %-10d %-29s %-10d %s".formatted(left, leftName, right, rightName);
    }

    private static String single(long count, String name) {
        return "    %-10d %s".formatted(count, name);
    }

    private Answer nodes(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Links(report -> Answer.Printed.of(nodes(report)));
    }

    private static List<String> nodes(LinkReport report) {
        var lines = new ArrayList<String>();
        lines.add("LLT node information:");
        lines.add("    %-16s %-15s %s".formatted("Node", "State", "Links"));
        for (LinkReport.Node node : report.nodes()) {
            lines.add(
                    "    %-16s %-15s %d"
                            .formatted(title(report, node), state(node), node.linksUp()));
        }
        return lines;
    }

    private Answer links(Scene scene, List<String> words) {
        List<String> which = Words.parse(scene.verb(), words).atMost(1);
        String scope = which.isEmpty() ? "" : which.getFirst();
        return switch (scope) {
            case "", "active", "configured" ->
                    new Answer.Ask.Links(
                            report -> Answer.Printed.of(links(report, scope, scene.verb())));
            default ->
                    throw Refusal.misused(usage(), Umi.UNEXPECTED, scene.verb(), which.getFirst());
        };
    }

    /// `-nvv` names every possible node, as LLT does; `-nv` only those configured.
    private static List<String> links(LinkReport report, String scope, String verb) {
        SortedMap<Integer, List<String>> rows = new TreeMap<>();
        for (LinkReport.Node node : report.nodes()) {
            if (scope.equals("active") && !node.open()) {
                continue;
            }
            List<String> lines = rows.computeIfAbsent(node.id(), id -> new ArrayList<>());
            lines.add(row(title(report, node), state(node), "", "", ""));
            for (LinkReport.Link link : node.links()) {
                boolean known = link.health() != LinkReport.Health.DOWN;
                lines.add(
                        row(
                                "",
                                "",
                                link.tag(),
                                link.health().toString(),
                                known ? link.address() : ""));
            }
        }
        if (scope.isEmpty() && verb.contains("vv")) {
            for (int id = 0; id < MAX_NODES; id++) rows.putIfAbsent(id, unused(report, id));
        }
        var all = new ArrayList<String>();
        all.add("LLT node information:");
        all.add(row("Node", "State", "Link", "Status", "Address"));
        rows.values().forEach(all::addAll);
        return all;
    }

    private static List<String> unused(LinkReport report, int id) {
        List<String> lines = new ArrayList<>();
        lines.add(row(" " + id, "CONNWAIT", "", "", ""));
        for (LinkReport.Wire wire : report.wires()) {
            lines.add(row("", "", wire.tag(), LinkReport.Health.DOWN.toString(), ""));
        }
        return lines;
    }

    private Answer wires(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Links(report -> Answer.Printed.of(wires(report)));
    }

    private static List<String> wires(LinkReport report) {
        var lines = new ArrayList<String>();
        lines.add("LLT link information:");
        for (int number = 0; number < report.wires().size(); number++) {
            LinkReport.Wire wire = report.wires().get(number);
            lines.add("");
            lines.add(
                    "link %d  %s on udp %s"
                            .formatted(
                                    number, wire.tag(), wire.lowPriority() ? "lowpri" : "hipri"));
            lines.add(
                    "        device %s, mtu %d, port %d, address %s, broadcast %s"
                            .formatted(
                                    wire.device(),
                                    wire.mtu(),
                                    wire.port(),
                                    wire.address(),
                                    wire.broadcast().isEmpty() ? "-" : wire.broadcast()));
            lines.add(
                    "        txpkts %d  txbytes %d"
                            .formatted(wire.sentPackets(), wire.sentBytes()));
            lines.add(
                    "        rxpkts %d  rxbytes %d"
                            .formatted(wire.receivedPackets(), wire.receivedBytes()));
            lines.add("        errors %d".formatted(wire.errors()));
        }
        return lines;
    }

    private Answer configuration(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Links(
                report ->
                        Answer.Printed.of(
                                List.of(
                                        "LLT configuration information:",
                                        "  node: " + report.localNode(),
                                        "  name: " + report.local().name(),
                                        "  cluster: " + report.cluster(),
                                        "  nodes: " + report.nodes().size(),
                                        "  max nodes: " + MAX_NODES,
                                        "  links: " + report.wires().size(),
                                        "  max links: " + MAX_LINKS)));
    }

    /// GAB is the one client that LLT has.
    private Answer ports(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Links(
                report ->
                        Answer.Printed.of(
                                List.of(
                                        "LLT port information:",
                                        "    Port  Usage     Cookie",
                                        "     0     gab       0x0",
                                        "           opens:    " + ids(report, report.nodes()),
                                        "           connects: "
                                                + ids(
                                                        report,
                                                        report.nodes().stream()
                                                                .filter(LinkReport.Node::open)
                                                                .toList()))));
    }

    private static String ids(LinkReport report, List<LinkReport.Node> nodes) {
        return nodes.stream()
                .filter(node -> node.id() != report.localNode())
                .map(node -> Integer.toString(node.id()))
                .collect(joining(" "));
    }

    private Answer peers(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Links(report -> Answer.Printed.of(peers(report)));
    }

    private static List<String> peers(LinkReport report) {
        var lines = new ArrayList<String>();
        lines.add("LLT peer information:");
        lines.add(PEERS.line("Node", "State", "Link", "txpkts", "rxpkts", "silent (ms)"));
        for (LinkReport.Node node : report.nodes()) {
            if (node.id() == report.localNode()) continue;
            lines.add(
                    PEERS.line(node.id() + " " + node.name(), state(node), "", "", "", "")
                            .stripTrailing());
            for (LinkReport.Link link : node.links()) {
                lines.add(
                        PEERS.line(
                                "",
                                "",
                                link.tag(),
                                Long.toString(link.sent()),
                                Long.toString(link.received()),
                                link.silentMs() < 0 ? "-" : Long.toString(link.silentMs())));
            }
        }
        return lines;
    }

    private Answer zero(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        scene.permit(Right.ADMINISTER, Optional.empty());
        return new Answer.Ask.ZeroCounters();
    }

    private static String row(String node, String state, String link, String status, String at) {
        return String.format(
                        Locale.ROOT, "%-13s %-10s %-7s %-11s %s", node, state, link, status, at)
                .stripTrailing();
    }

    private static String title(LinkReport report, LinkReport.Node node) {
        String mark = node.id() == report.localNode() ? "*" : " ";
        return "%s%d %s".formatted(mark, node.id(), node.name());
    }

    private static String state(LinkReport.Node node) {
        return node.open() ? "OPEN" : "CONNWAIT";
    }
}
