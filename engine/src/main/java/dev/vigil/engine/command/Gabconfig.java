package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// `gabconfig`: who is a member of which port, and seeding by hand.
///
/// Source: VCS installation guide, "Verifying GAB"; administrator's guide, "About cluster membership".
final class Gabconfig implements Command {
    private static final Option NODES = Option.one("-n");
    private static final Option SEED = Option.flag("-x");

    private static final String ENDS = "GAB ends with the engine; hastop -local leaves the cluster";

    @Override
    public String name() {
        return "gabconfig";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-a", this::memberships, "-a"),
                Verb.of("-l", this::driver, "-l"),
                Verb.of("-x", this::seed, "-x"),
                Verb.of("-c", this::configure, "-c [-n number] [-x]"),
                Verb.unsupported("-u", ENDS),
                Verb.unsupported("-U", ENDS));
    }

    /// The line of gabtab, typed: `-x` seeds, all else is settled by the file when the engine starts.
    private Answer configure(Scene scene, List<String> typed) {
        List<String> words = new ArrayList<>();
        for (String word : typed) {
            // As gabtab has it: -n4.
            boolean joined = word.matches("-n[0-9]+");
            words.add(joined ? "-n" : word);
            if (joined) words.add(word.substring(2));
        }
        Words read = Words.parse(scene.verb(), words, NODES, SEED);
        read.exactly();
        read.number("-n", 1);
        if (read.has("-x")) {
            return seed(scene, List.of());
        }
        scene.permit(Right.ADMINISTER, Optional.empty());
        throw Refusal.of(
                Umi.NOT_SUPPORTED,
                scene.verb(),
                "GAB is configured by gabtab when hastart starts the engine; correct gabtab, or"
                        + " seed now with gabconfig -x");
    }

    private Answer driver(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Ports(report -> Answer.Printed.of(driver(report)));
    }

    private static List<String> driver(PortReport report) {
        return List.of(
                "GAB Driver Configuration",
                "Driver state         : "
                        + (report.ports().isEmpty() ? "Configured, not seeded" : "Configured"),
                "Control port seed    : " + (report.seedCount() == 0 ? "Enabled" : "Disabled"),
                "Node count           : " + report.seedCount());
    }

    private Answer memberships(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return new Answer.Ask.Ports(report -> Answer.Printed.of(print(report)));
    }

    private Answer seed(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        scene.permit(Right.ADMINISTER, Optional.empty());
        return new Answer.Ask.Seed(scene::carriedOut);
    }

    private static List<String> print(PortReport report) {
        var lines = new ArrayList<String>();
        lines.add("GAB Port Memberships");
        lines.add("=".repeat(63));
        for (PortReport.Port port : report.ports()) {
            String start = "Port %c gen   %8x".formatted(port.letter(), port.generation());
            lines.add("%s %-10s %s".formatted(start, "membership", positions(port.members())));
            if (!port.jeopardy().isEmpty()) {
                lines.add("%s %-10s %s".formatted(start, "jeopardy", positions(port.jeopardy())));
            }
            if (!port.visible().isEmpty()) {
                lines.add("%s %10s %s".formatted(start, "visible", positions(port.visible())));
            }
        }
        return lines;
    }

    /// Each node at the column of its id, as its last digit; `;` keeps the place of an absent 0, 10, 20, ...
    static String positions(SortedSet<Integer> nodes) {
        var text = new StringBuilder();
        int last = nodes.isEmpty() ? -1 : nodes.last();
        for (int id = 0; id <= last; id++) {
            boolean tens = id % 10 == 0;
            text.append(nodes.contains(id) ? (char) ('0' + id % 10) : tens ? ';' : ' ');
        }
        return text.toString();
    }
}
