package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `lltconfig -T`: LLT's timers, read and set while everything runs.
///
/// A timer set here holds until the system is started again; `set-timer` in llttab makes it last.
///
/// Source: InfoScale 9.0 Virtualization Guide for AIX, setting `peerinact` for live partition mobility.
final class Lltconfig implements Command {
    /// Timers of a transport that LLT is not here: nothing is retransmitted, no address is asked for.
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "rpeerinact",
                    "oos",
                    "retrans",
                    "service",
                    "arp",
                    "arpreq",
                    "timetoreqhb",
                    "reqhbtime",
                    "timetosendhb",
                    "sendhbcap");

    private static final String FIXED =
            "links and addresses are those of llttab since the node daemon started; LLT starts"
                    + " with hastart and ends with the node daemon. Correct llttab and restart this"
                    + " system's daemons";

    @Override
    public String name() {
        return "lltconfig";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-T", this::timers, "-T query", "-T name:value"),
                Verb.of("-a", this::addresses, "-a list"),
                Verb.unsupported("-t", FIXED),
                Verb.unsupported("-c", FIXED),
                Verb.unsupported("-U", FIXED));
    }

    private Answer timers(Scene scene, List<String> words) {
        String what = Words.parse(scene.verb(), words).exactly("query or name:value").getFirst();
        if (what.equals("query")) {
            return new Answer.Ask.Timers(report -> Answer.Printed.of(print(report)));
        }
        scene.permit(Right.ADMINISTER, Optional.empty());
        int colon = what.indexOf(':');
        if (colon <= 0) {
            throw Refusal.misused(usage(), Umi.UNEXPECTED, scene.verb(), what);
        }
        String name = what.substring(0, colon);
        long value = Words.number(scene.verb(), name, what.substring(colon + 1), 1);
        if (WITHOUT_EFFECT.contains(name)) {
            return new Answer.Printed(0, List.of(), List.of(Umi.WITHOUT_EFFECT.line(name)));
        }
        return new Answer.Ask.SetTimer(name, value, scene::carriedOut);
    }

    private static List<String> print(TimerReport report) {
        var lines = new ArrayList<String>();
        lines.add("Current LLT timer values (.01 sec units):");
        report.timers().forEach((name, value) -> lines.add(line(name, value)));
        if (!report.flowControl().isEmpty()) {
            lines.add("Current LLT flow control values (in packets):");
            report.flowControl().forEach((name, value) -> lines.add(line(name, value)));
        }
        lines.add("# silence tolerated, peerinact less the stop margin: " + report.silence());
        return lines;
    }

    private static String line(String name, long value) {
        return "%-12s = %d".formatted(name, value);
    }

    private Answer addresses(Scene scene, List<String> words) {
        String what = Words.parse(scene.verb(), words).exactly("list").getFirst();
        if (!what.equals("list")) {
            throw Refusal.misused(usage(), Umi.UNEXPECTED, scene.verb(), what);
        }
        return new Answer.Ask.Links(
                report -> {
                    var lines = new ArrayList<String>();
                    for (LinkReport.Node node : report.nodes()) {
                        for (LinkReport.Link link : node.links()) {
                            lines.add(
                                    "%d %s %s %s"
                                            .formatted(
                                                    node.id(),
                                                    node.name(),
                                                    link.tag(),
                                                    link.address()));
                        }
                    }
                    return Answer.Printed.of(lines);
                });
    }
}
