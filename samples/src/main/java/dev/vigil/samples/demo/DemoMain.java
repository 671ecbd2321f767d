package dev.vigil.samples.demo;

import dev.vigil.samples.demo.Play.Unexpected;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// `./vigil demo [--keep]`: starts the sample `lpar-failover`, breaks seven things one after another and checks every time what became of it.
///
/// Ends with `demo: N scenarios, N as expected` and exit status 0 if all were, 1 if one was not, 2 if the demonstration could not be given. With
/// `--keep` the sample is left running.
public final class DemoMain {
    private static final String SAMPLE = "lpar-failover";
    private static final int USUAL_COLUMNS = 80;

    private final Path home;
    private final boolean keep;
    private final Screen screen;
    private final Commands commands;
    private final AtomicBoolean running = new AtomicBoolean();

    private DemoMain(Path home, boolean keep) {
        this.home = home;
        this.keep = keep;
        this.screen = new Screen(System.out, columns());
        this.commands = new Commands(home);
    }

    /// See the class; `VIGIL_HOME` says where the product is.
    public static void main(String[] args) {
        boolean keep = List.of(args).equals(List.of("--keep"));
        if (args.length > 0 && !keep) {
            System.err.println("usage: vigil demo [--keep]");
            System.exit(2);
        }
        String home = System.getenv("VIGIL_HOME");
        if (home == null) {
            System.err.println("vigil demo: VIGIL_HOME is not set; start it as ./vigil demo");
            System.exit(2);
            return;
        }
        int status;
        try {
            status = new DemoMain(Path.of(home), keep).give();
        } catch (IOException e) {
            System.err.println("vigil demo: " + e.getMessage());
            status = 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 2;
        }
        System.exit(status);
    }

    private int give() throws IOException, InterruptedException {
        screen.say("we", "$ ./vigil up " + SAMPLE);
        if (commands.vigil("up", SAMPLE) != 0) {
            return 2;
        }
        running.set(true);
        if (!keep) {
            // Interrupted with ^C, nothing is left behind either.
            Runtime.getRuntime().addShutdownHook(new Thread(this::down));
        }
        Path run = home.resolve("run").resolve(SAMPLE);
        int good = 0;
        List<Scenario> scenarios = Scenarios.all();
        try (var estate = new EstateClient(run.resolve("estate").resolve("endpoints.json"))) {
            var plant = Plant.of(estate.truth());
            var cluster = new ClusterView(commands, plant.systems());
            var play = new Play(estate, cluster, commands, plant, screen, run);
            try (var watcher = new Watcher(estate, cluster, plant, screen)) {
                good = perform(scenarios, play, watcher);
            }
        } finally {
            if (keep) {
                screen.say(
                        "we",
                        "the sample is left running: . ./vigil env SYSTEM, hastatus -sum; ./vigil"
                                + " down ends it");
            } else {
                down();
            }
        }
        screen.end("demo: " + scenarios.size() + " scenarios, " + good + " as expected");
        return good == scenarios.size() ? 0 : 1;
    }

    /// Columns of the terminal; 0 if the output goes elsewhere.
    private static int columns() {
        if (System.console() == null || !System.console().isTerminal()) {
            return 0;
        }
        try {
            Process stty =
                    new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
            String[] size = new String(stty.getInputStream().readAllBytes()).strip().split(" ");
            int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return columns > 0 ? columns : USUAL_COLUMNS;
        } catch (IOException | NumberFormatException e) {
            return USUAL_COLUMNS;
        }
    }

    private void down() {
        if (!running.compareAndSet(true, false)) {
            return;
        }
        try {
            commands.vigil("down");
        } catch (IOException e) {
            System.err.println("vigil demo: the sample cannot be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int perform(List<Scenario> scenarios, Play play, Watcher watcher)
            throws IOException, InterruptedException {
        int good = 0;
        try {
            screen.heading("the beginning: every partition at home");
            var restore = new Restore(play, homes(play.plant()));
            restore.all();
            watcher.look();
            screen.keepTable();
            char letter = 'a';
            for (Scenario scenario : scenarios) {
                screen.heading(letter++ + ") " + scenario.title());
                if (asExpected(scenario, play)) {
                    good++;
                }
                watcher.look();
                screen.keepTable();
                screen.say("we", "put things back");
                restore.all();
            }
        } catch (Unexpected e) {
            screen.say("check", "NO: things could not be put in order: " + e.getMessage());
        }
        return good;
    }

    private boolean asExpected(Scenario scenario, Play play)
            throws IOException, InterruptedException {
        try {
            long overlaps = play.estate().overlaps();
            scenario.act().play(play);
            play.until(
                    "no partition ever executed on two servers at once",
                    Duration.ZERO,
                    () ->
                            play.estate().overlaps() == overlaps
                                    ? ""
                                    : play.estate().overlaps() + " overlaps");
            screen.say("check", "as expected: " + scenario.title());
            return true;
        } catch (Unexpected e) {
            screen.say("check", "NOT AS EXPECTED: " + e.getMessage());
            return false;
        }
    }

    /// The first half of the partitions lives on the first server, the rest one by one on the others.
    private static Map<String, String> homes(Plant plant) {
        var homes = new LinkedHashMap<String, String>();
        List<String> systems = plant.systems();
        int others = Math.min(systems.size() - 1, plant.partitions().size());
        int first = plant.partitions().size() - others;
        for (int i = 0; i < plant.partitions().size(); i++) {
            homes.put(plant.partitions().get(i), systems.get(i < first ? 0 : i - first + 1));
        }
        return homes;
    }
}
