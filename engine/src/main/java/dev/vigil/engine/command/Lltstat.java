package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `lltstat`: the nodes of the cluster and the links to them.
///
/// Source: VCS installation guide, "Verifying LLT"; cluster manual, lltstat.
final class Lltstat implements Command {
    /// The rows of `-nvv` without a restriction: every id LLT can give.
    private static final int MAX_NODES = 64;

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
                Verb.of("-l", this::configuredLinks, "-l"));
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
        var lines = new ArrayList<String>();
        lines.add("LLT node information:");
        lines.add(row("Node", "State", "Link", "Status", "Address"));
        for (LinkReport.Node node : report.nodes()) {
            if (scope.equals("active") && !node.open()) {
                continue;
            }
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
        if (scope.isEmpty() && verb.endsWith("-nvv")) {
            unused(report, lines);
        }
        return lines;
    }

    private static void unused(LinkReport report, List<String> lines) {
        for (int id = 0; id < MAX_NODES; id++) {
            int candidate = id;
            if (report.nodes().stream().anyMatch(node -> node.id() == candidate)) {
                continue;
            }
            lines.add(row(" " + id, "CONNWAIT", "", "", ""));
            for (String tag : report.linkTags()) {
                lines.add(row("", "", tag, LinkReport.Health.DOWN.toString(), ""));
            }
        }
    }

    private Answer configuredLinks(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Links(
                report -> {
                    var lines = new ArrayList<String>();
                    lines.add("LLT link information:");
                    for (LinkReport.Node node : report.nodes()) {
                        if (node.id() == report.localNode()) {
                            for (LinkReport.Link link : node.links()) {
                                lines.add(
                                        "link %s address %s".formatted(link.tag(), link.address()));
                            }
                        }
                    }
                    return Answer.Printed.of(lines);
                });
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
