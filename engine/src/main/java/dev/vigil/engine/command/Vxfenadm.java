package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.List;

/// `vxfenadm`: by what the right to continue is decided, and how this system stands.
///
/// Coordination points and warnings follow what VCS prints.
///
/// Source: VCS Administrator's Guide, "About administering I/O fencing", `vxfenadm -d`.
final class Vxfenadm implements Command {
    private static final String NO_DISKS =
            """
            there are no coordinator disks; vxfenadm -d shows the coordination points and whose keys they have, cpsadm -a list_nodes asks one\
            """;

    private static final String NO_MEMBER =
            "VXFEN vxfenadm ERROR V-11-2-1115 Local node is not a member of cluster!";

    private static final String RUNNING = "8 (running)";

    @Override
    public String name() {
        return "vxfenadm";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(Verb.of("-d", this::display, "-d"), Verb.unsupported("-s", NO_DISKS));
    }

    private Answer display(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Fencing(
                report ->
                        report.members().isEmpty()
                                ? Answer.Printed.refused(NO_MEMBER)
                                : Answer.Printed.of(print(report)));
    }

    private static List<String> print(FencingReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("I/O Fencing Cluster Information:");
        lines.add("================================");
        lines.add("");
        lines.add(" Fencing Protocol Version: 201");
        lines.add(" Fencing Mode: " + report.mode());
        if (!report.mechanism().isEmpty()) lines.add(" Fencing Mechanism: " + report.mechanism());
        lines.add(" Loser Action: " + report.loserAction());
        lines.add(" Watchdog: " + report.watchdog());
        lines.add(" Cluster Members:");
        lines.add("");
        report.members()
                .forEach(
                        (id, name) ->
                                lines.add(
                                        "\t%s %d (%s)"
                                                .formatted(
                                                        id == report.node() ? "*" : " ",
                                                        id,
                                                        name)));
        lines.add("");
        lines.add(" RFSM State Information:");
        for (int id : report.members().keySet())
            lines.add("\tnode %3d in state  %s".formatted(id, RUNNING));
        if (!report.points().isEmpty()) {
            lines.add("");
            lines.add(" Coordination Points:");
            for (FencingReport.Point point : report.points())
                lines.add(
                        "\t%s %s; keys of %s"
                                .formatted(
                                        point.name(),
                                        point.state(),
                                        point.registered().isEmpty()
                                                ? "no system"
                                                : String.join(", ", point.registered())));
        }
        if (!report.warnings().isEmpty()) {
            lines.add("");
            lines.add(" Warnings:");
            report.warnings().forEach(warning -> lines.add("\t" + warning));
        }
        lines.add("");
        return lines;
    }
}
