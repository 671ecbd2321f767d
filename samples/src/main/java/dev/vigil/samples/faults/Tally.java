package dev.vigil.samples.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What came of the faults, kind by kind.
final class Tally {
    /// What came of one fault.
    ///
    /// @param reactionMs from the fault to the first start of what the victim ran somewhere else; negative: it was not started elsewhere
    /// @param runningMs from the end of the fault until all systems see all RUNNING
    /// @param onlineMs from the end of the fault until all groups are online
    /// @param treated groups that an operator had to treat
    /// @param overlaps times during which two systems ran one resource
    /// @param lost acknowledged values that are not there any more
    record Result(
            double reactionMs,
            double runningMs,
            double onlineMs,
            int treated,
            List<Truth.Overlap> overlaps,
            List<String> lost,
            boolean recovered) {}

    private final Map<Kind, List<Result>> results = new EnumMap<>(Kind.class);

    void add(Kind kind, Result result) {
        results.computeIfAbsent(kind, _ -> new ArrayList<>()).add(result);
    }

    private List<Result> all() {
        return results.values().stream().flatMap(List::stream).toList();
    }

    int faults() {
        return all().size();
    }

    /// Overlaps that must not be.
    long forbidden() {
        return results.entrySet().stream()
                .mapToLong(
                        each ->
                                each.getValue().stream()
                                        .flatMap(result -> result.overlaps.stream())
                                        .filter(each.getKey()::forbids)
                                        .count())
                .sum();
    }

    long lost() {
        return all().stream().mapToLong(result -> result.lost.size()).sum();
    }

    long stuck() {
        return all().stream().filter(result -> !result.recovered).count();
    }

    String table() {
        var text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "%-50s %4s  %-24s %-18s %-18s %5s %14s %4s %5s%n",
                        "fault",
                        "n",
                        "reaction ms n min/med/max",
                        "RUNNING s med/max",
                        "online s med/max",
                        "oper.",
                        "overlap n/ms",
                        "lost",
                        "stuck"));
        results.forEach((kind, list) -> text.append(row(kind.text(), list)));
        text.append(row("all", all()));
        return text.toString();
    }

    private static String row(String name, List<Result> list) {
        List<Double> reaction =
                list.stream().map(Result::reactionMs).filter(ms -> ms >= 0).sorted().toList();
        List<Truth.Overlap> overlaps =
                list.stream().flatMap(result -> result.overlaps.stream()).toList();
        double longest = overlaps.stream().mapToLong(Truth.Overlap::us).max().orElse(0) / 1000.0;
        return String.format(
                Locale.ROOT,
                "%-50s %4d  %-24s %-18s %-18s %5d %14s %4d %5d%n",
                name,
                list.size(),
                reaction.isEmpty()
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%d %.0f/%.0f/%.0f",
                                reaction.size(),
                                reaction.getFirst(),
                                reaction.get(reaction.size() / 2),
                                reaction.getLast()),
                seconds(list.stream().map(Result::runningMs).toList()),
                seconds(list.stream().map(Result::onlineMs).toList()),
                list.stream().mapToInt(Result::treated).sum(),
                overlaps.isEmpty()
                        ? "0"
                        : String.format(Locale.ROOT, "%d/%.0f", overlaps.size(), longest),
                list.stream().mapToInt(result -> result.lost.size()).sum(),
                list.stream().filter(result -> !result.recovered).count());
    }

    private static String seconds(List<Double> ms) {
        var sorted = new ArrayList<>(ms);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.1f/%.1f",
                sorted.get(sorted.size() / 2) / 1000,
                sorted.getLast() / 1000);
    }
}
