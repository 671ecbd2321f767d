package dev.vigil.samples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What the resources of `samples/bench` wrote about themselves: one line for each `online` begun and each `offline` done.
///
/// @param directory holds the file `truth`, and a file `RESOURCE.SYSTEM` while that resource runs on that system
record Truth(Path directory) {
    /// @param atUs wall clock of this machine, microseconds
    /// @param what `online`, `offline`, or `died` for a resource whose machine was killed
    record Stamp(long atUs, String what, String resource, String system) {}

    /// One time during which a resource ran on a system; `toUs` is [Long#MAX_VALUE] while it still does.
    private record Run(String system, long fromUs, long toUs) {}

    static Truth at(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new Truth(directory);
    }

    private Path file() {
        return directory.resolve("truth");
    }

    /// All stamps, in order of time.
    List<Stamp> stamps() throws IOException {
        if (!Files.exists(file())) {
            return List.of();
        }
        var stamps = new ArrayList<Stamp>();
        for (String line : Files.readAllLines(file())) {
            String[] words = line.split(" ");
            stamps.add(
                    new Stamp(
                            Long.parseLong(words[0].replaceAll("[.,]", "")),
                            words[1],
                            words[2],
                            words[3]));
        }
        stamps.sort((a, b) -> Long.compare(a.atUs(), b.atUs()));
        return stamps;
    }

    /// The moments at which the resources of a group were first started after a moment; one for each resource that was.
    List<Long> started(String group, long afterUs) throws IOException {
        var first = new TreeMap<String, Long>();
        for (Stamp stamp : stamps()) {
            if (stamp.what().equals("online")
                    && stamp.atUs() >= afterUs
                    && stamp.resource().startsWith(group + "_")) {
                first.putIfAbsent(stamp.resource(), stamp.atUs());
            }
        }
        return first.values().stream().sorted().toList();
    }

    /// What ran on a machine that was killed ends with it.
    void died(String system, long atUs) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path up : files.filter(each -> each.toString().endsWith("." + system)).toList()) {
                String resource = up.getFileName().toString();
                resource = resource.substring(0, resource.length() - system.length() - 1);
                Files.delete(up);
                Files.writeString(
                        file(),
                        String.format(
                                Locale.ROOT,
                                "%d.%06d died %s %s%n",
                                atUs / 1_000_000,
                                atUs % 1_000_000,
                                resource,
                                system),
                        StandardOpenOption.APPEND);
            }
        }
    }

    /// For how long, in all, any resource ran on two systems at once, in microseconds.
    long overlapUs() throws IOException {
        long overlap = 0;
        for (List<Run> runs : runs().values()) {
            for (int i = 0; i < runs.size(); i++) {
                for (int j = i + 1; j < runs.size(); j++) {
                    overlap += common(runs.get(i), runs.get(j));
                }
            }
        }
        return overlap;
    }

    private static long common(Run a, Run b) {
        if (a.system().equals(b.system())) {
            return 0;
        }
        return Math.max(0, Math.min(a.toUs(), b.toUs()) - Math.max(a.fromUs(), b.fromUs()));
    }

    private Map<String, List<Run>> runs() throws IOException {
        var open = new TreeMap<String, Stamp>();
        var runs = new TreeMap<String, List<Run>>();
        for (Stamp stamp : stamps()) {
            String key = stamp.resource() + "@" + stamp.system();
            if (stamp.what().equals("online")) {
                open.putIfAbsent(key, stamp);
            } else if (open.remove(key) instanceof Stamp begun) {
                runs.computeIfAbsent(stamp.resource(), _ -> new ArrayList<>())
                        .add(new Run(stamp.system(), begun.atUs(), stamp.atUs()));
            }
        }
        for (Stamp begun : open.values()) {
            runs.computeIfAbsent(begun.resource(), _ -> new ArrayList<>())
                    .add(new Run(begun.system(), begun.atUs(), Long.MAX_VALUE));
        }
        return runs;
    }
}
