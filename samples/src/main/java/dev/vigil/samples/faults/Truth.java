package dev.vigil.samples.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the resources wrote about themselves, and what runs of them at this moment.
///
/// A line is `<seconds since boot> <wall clock> <what> <resource> <system> <pid>`. The wall clock has microseconds; it is trusted as long as
/// it goes with the time since boot, which has hundredths of a second and cannot be set.
///
/// @param directory of the file `truth`
record Truth(Path directory) {
    private static final long STEP_US = 2_000_000;

    /// @param atUs wall clock, microseconds
    /// @param what `online` when it begins to run, `offline` when it has ended, `gone` when its system was killed, `suspended`, `resumed`
    record Stamp(long atUs, String what, String resource, String system) {}

    /// A time during which a resource ran on two systems.
    record Overlap(String resource, String first, String second, long fromUs, long toUs) {
        long us() {
            return toUs - fromUs;
        }
    }

    private record Run(String system, long fromUs, long toUs) {}

    static long nowUs() {
        var now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }

    private Path file() {
        return directory.resolve("truth");
    }

    /// All stamps, in order of time.
    ///
    /// @throws IOException if they cannot be read, or if the wall clock was set meanwhile
    List<Stamp> stamps() throws IOException {
        var stamps = new ArrayList<Stamp>();
        if (!Files.exists(file())) return stamps;
        long offsetUs = Long.MIN_VALUE;
        for (String line : Files.readAllLines(file())) {
            String[] words = line.split(" ");
            if (words.length != 6) throw new IOException("no stamp: " + line);
            long upUs = (long) (Double.parseDouble(words[0]) * 1_000_000);
            long atUs = Long.parseLong(words[1].replaceAll("[.,]", ""));
            if (offsetUs == Long.MIN_VALUE) offsetUs = atUs - upUs;
            // A script that has to wait between its two looks is no step of the clock.
            if (Math.abs(atUs - upUs - offsetUs) > STEP_US)
                throw new IOException("the clock of this machine was set: " + line);
            stamps.add(new Stamp(atUs, words[2], words[3], words[4]));
        }
        stamps.sort(Comparator.comparingLong(Stamp::atUs));
        return stamps;
    }

    /// Notes what happened to all that runs on a system: the resources cannot say it.
    void note(String what, String system) throws IOException {
        long atUs = nowUs();
        double up = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        SortedSet<String> running = new TreeSet<>();
        for (Stamp stamp : stamps()) {
            if (!stamp.system().equals(system)) continue;
            if (ends(stamp.what())) running.remove(stamp.resource());
            else running.add(stamp.resource());
        }
        if (what.equals("resumed")) running.addAll(suspended(system));
        for (String resource : running) {
            Files.writeString(
                    file(),
                    String.format(
                            Locale.ROOT,
                            "%.2f %d.%06d %s %s %s 0%n",
                            up,
                            atUs / 1_000_000,
                            atUs % 1_000_000,
                            what,
                            resource,
                            system),
                    StandardOpenOption.APPEND);
        }
    }

    private SortedSet<String> suspended(String system) throws IOException {
        SortedSet<String> suspended = new TreeSet<>();
        for (Stamp stamp : stamps()) {
            if (!stamp.system().equals(system)) continue;
            if (stamp.what().equals("suspended")) suspended.add(stamp.resource());
            else suspended.remove(stamp.resource());
        }
        return suspended;
    }

    private static boolean ends(String what) {
        return what.equals("offline") || what.equals("gone") || what.equals("suspended");
    }

    /// All times after a moment during which a resource ran on two systems.
    List<Overlap> overlaps(long sinceUs) throws IOException {
        List<Overlap> overlaps = new ArrayList<>();
        runs().forEach(
                        (resource, runs) -> {
                            for (int i = 0; i < runs.size(); i++) {
                                for (int j = i + 1; j < runs.size(); j++) {
                                    Run a = runs.get(i);
                                    Run b = runs.get(j);
                                    long from = Math.max(a.fromUs, b.fromUs);
                                    long to = Math.min(a.toUs, b.toUs);
                                    if (!a.system.equals(b.system) && from < to && to > sinceUs)
                                        overlaps.add(
                                                new Overlap(
                                                        resource, a.system, b.system, from, to));
                                }
                            }
                        });
        return overlaps;
    }

    private SortedMap<String, List<Run>> runs() throws IOException {
        Map<String, Stamp> open = new TreeMap<>();
        SortedMap<String, List<Run>> runs = new TreeMap<>();
        for (Stamp stamp : stamps()) {
            String key = stamp.resource() + " " + stamp.system();
            if (!ends(stamp.what())) {
                open.putIfAbsent(key, stamp);
            } else if (open.remove(key) instanceof Stamp begun) {
                runs.computeIfAbsent(stamp.resource(), _ -> new ArrayList<>())
                        .add(new Run(stamp.system(), begun.atUs(), stamp.atUs()));
            }
        }
        for (Stamp begun : open.values()) {
            runs.computeIfAbsent(begun.resource(), _ -> new ArrayList<>())
                    .add(new Run(begun.system(), begun.atUs(), nowUs()));
        }
        return runs;
    }

    /// The first start of a resource of a group on another system than one, after a moment; [Long#MAX_VALUE] if there was none.
    long firstElsewhereUs(String group, String system, long sinceUs) throws IOException {
        return stamps().stream()
                .filter(stamp -> stamp.what().equals("online") && stamp.atUs() >= sinceUs)
                .filter(stamp -> stamp.resource().startsWith(group + "_"))
                .filter(stamp -> !stamp.system().equals(system))
                .mapToLong(Stamp::atUs)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Where processes of resources run now, by resource: what no stamp could hide.
    SortedMap<String, SortedSet<String>> processes() {
        SortedMap<String, SortedSet<String>> running = new TreeMap<>();
        ProcessHandle.allProcesses()
                .forEach(
                        process -> {
                            String[] words = commandLine(process.pid()).split("[ \0]");
                            if (words.length >= 4
                                    && words[0].equals("witness")
                                    && words[3].equals(directory.toString()))
                                running.computeIfAbsent(words[1], _ -> new TreeSet<>())
                                        .add(words[2]);
                        });
        return running;
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
