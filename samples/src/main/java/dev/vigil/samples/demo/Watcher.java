package dev.vigil.samples.demo;

import dev.vigil.samples.demo.ClusterView.Seen;
import dev.vigil.samples.demo.EstateClient.Happening;
import dev.vigil.samples.demo.Plant.Site;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Looks at estate and engines all the time, tells the timeline what changed, and keeps the table up to date.
final class Watcher implements AutoCloseable {
    private static final long PAUSE_MS = 500;
    private static final int COLUMN = "OFFLINE|STATE UNKNOWN".length() + 1;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

    private final EstateClient estate;
    private final ClusterView cluster;
    private final Plant plant;
    private final Screen screen;
    private final List<Thread> threads;
    private Seen before = new Seen(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    Watcher(EstateClient estate, ClusterView cluster, Plant plant, Screen screen)
            throws IOException, InterruptedException {
        this.estate = estate;
        this.cluster = cluster;
        this.plant = plant;
        this.screen = screen;
        long seq = estate.lastSeq();
        this.threads =
                List.of(
                        Thread.ofVirtual().name("estate-watcher").start(() -> followEstate(seq)),
                        Thread.ofVirtual().name("engine-watcher").start(this::followEngines));
    }

    private void followEstate(long from) {
        long seq = from;
        try {
            while (true) {
                try {
                    for (Happening happening : estate.since(seq, LONGEST_SILENCE)) {
                        seq = happening.seq();
                        tell(happening);
                    }
                } catch (IOException e) {
                    screen.say("estate", e.getMessage());
                    Thread.sleep(PAUSE_MS);
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void followEngines() {
        try {
            while (true) {
                try {
                    look();
                } catch (IOException e) {
                    screen.say("engine", e.getMessage());
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks at the engines now and brings timeline and table up to date.
    synchronized void look() throws IOException, InterruptedException {
        Optional<Seen> seen = cluster.look();
        seen.ifPresent(this::compare);
        screen.table(table(seen));
    }

    private void tell(Happening happening) {
        String where = happening.server().isEmpty() ? "" : " on " + happening.server();
        String detail = happening.detail().isEmpty() ? "" : " (" + happening.detail() + ")";
        screen.say("estate", (happening.what() + " " + happening.name()).strip() + where + detail);
    }

    private void compare(Seen now) {
        now.systems()
                .forEach(
                        (system, state) -> {
                            if (!state.equals(before.system(system))) {
                                screen.say("engine", "system " + system + " is " + state);
                            }
                        });
        now.resources()
                .forEach(
                        (resource, states) ->
                                states.forEach(
                                        (system, state) -> {
                                            String was = before.resource(resource, system);
                                            if (!state.equals(was)
                                                    && !(isQuiet(state) && isQuiet(was))) {
                                                screen.say(
                                                        "engine",
                                                        resource + "@" + system + " is " + state);
                                            }
                                        }));
        before = now;
    }

    /// Nothing runs there as far as is known, which is how it is nearly everywhere: no news.
    private static boolean isQuiet(String state) {
        return state.isEmpty() || state.equals("OFFLINE") || state.equals("OFFLINE|STATE UNKNOWN");
    }

    /// A row for each group: what the engines believe on each system, and where the estate executes its partition.
    private List<String> table(Optional<Seen> seen) throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        var truth = estate.truth();
        var head = new StringBuilder(pad("", 11));
        var systems = new StringBuilder(pad("system", 11));
        var servers = new StringBuilder(pad("server", 11));
        for (Site site : plant.servers().values()) {
            head.append(pad(site.system(), COLUMN));
            systems.append(pad(seen.map(now -> now.system(site.system())).orElse("?"), COLUMN));
            servers.append(
                    pad(truth.path("servers").path(site.server()).path("power").asText(), COLUMN));
        }
        lines.add(head + "executes on (estate)");
        lines.add(systems.toString().stripTrailing());
        lines.add(servers.toString().stripTrailing());
        for (String partition : plant.partitions()) {
            var row = new StringBuilder(pad(Plant.group(partition), 11));
            for (Site site : plant.servers().values()) {
                row.append(
                        pad(
                                seen.map(
                                                now ->
                                                        now.resource(
                                                                Plant.resource(partition),
                                                                site.system()))
                                        .orElse("?"),
                                COLUMN));
            }
            var on = new ArrayList<String>();
            truth.path("lpars")
                    .path(partition)
                    .path("runsOn")
                    .forEach(server -> on.add(server.asText()));
            lines.add((row + String.join(" and ", on)).stripTrailing());
        }
        var hmcs = new StringBuilder(pad("HMCs", 11));
        truth.path("hmcs")
                .properties()
                .forEach(
                        hmc ->
                                hmcs.append(
                                        pad(
                                                hmc.getKey()
                                                        + (hmc.getValue().asBoolean()
                                                                ? " up"
                                                                : " DOWN"),
                                                COLUMN)));
        lines.add(hmcs.toString().stripTrailing());
        return lines;
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text + " " : text + " ".repeat(width - text.length());
    }

    /// Ends the looking; waits for the last look.
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
