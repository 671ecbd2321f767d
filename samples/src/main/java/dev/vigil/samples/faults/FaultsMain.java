package dev.vigil.samples.faults;

import com.fasterxml.jackson.databind.JsonNode;

import dev.vigil.samples.cluster.RunningCluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Breaks a cluster at random, again and again: `bench/faults [-n faults] [-systems 3|5] [-points number] [-seed number] [-kinds KIND,...] [-keep]`.
///
/// Exit status 0: no two systems ran one resource at once, no acknowledged command was lost, and the cluster recovered each time.
public final class FaultsMain {
    private static final Duration RECOVERY = Duration.ofSeconds(240);
    private static final Duration BY_ITSELF = Duration.ofSeconds(6);
    private static final int FAULTS_PER_COMMAND = 5;
    private static final Duration BETWEEN_TREATMENTS = Duration.ofSeconds(4);

    private final Path home;
    private final Path runs;
    private final Setup setup;
    private final Tally tally = new Tally();

    private FaultsMain(Path home, Path runs, Setup setup) {
        this.home = home;
        this.runs = runs;
        this.setup = setup;
    }

    /// Runs the faults that the arguments ask for.
    public static void main(String[] arguments) throws Exception {
        int count = 200;
        int systems = 3;
        int points = 0;
        long seed = System.nanoTime() % 1_000_000;
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        boolean keep = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "-n" -> count = Integer.parseInt(arguments[++i]);
                case "-systems" -> systems = Integer.parseInt(arguments[++i]);
                case "-points" -> points = Integer.parseInt(arguments[++i]);
                case "-seed" -> seed = Long.parseLong(arguments[++i]);
                case "-kinds" -> kinds = kinds(arguments[++i]);
                case "-keep" -> keep = true;
                default -> usage();
            }
        }
        Path home = Path.of(System.getenv("VIGIL_HOME"));
        String runs = System.getenv("VIGIL_RUNS");
        var main =
                new FaultsMain(
                        home,
                        runs == null ? home.resolve("run") : Path.of(runs),
                        Setup.of(systems, points));
        System.exit(main.run(seed, count, kinds, keep) ? 0 : 1);
    }

    private static Set<Kind> kinds(String names) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String name : names.split(","))
            kinds.add(Kind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        return kinds;
    }

    private static void usage() {
        System.err.println(
                "usage: bench/faults [-n faults] [-systems 2..8] [-points number] [-seed number]"
                        + " [-kinds kind,...] [-keep]\n"
                        + "kinds: "
                        + String.join(", ", Arrays.stream(Kind.values()).map(Enum::name).toList()));
        System.exit(2);
    }

    private boolean run(long seed, int count, Set<Kind> kinds, boolean keep) throws Exception {
        List<Fault> plan = Fault.plan(seed, count, setup, Injector.links(), kinds);
        String name = "faults-" + setup.systems().size();
        Path source = runs.resolve("source").resolve(name);
        Path truthDirectory = runs.toAbsolutePath().resolve(name).resolve("truth");
        setup.write(home.resolve("samples/faults"), source);
        Files.createDirectories(truthDirectory);
        Files.deleteIfExists(truthDirectory.resolve("truth"));
        var truth = new Truth(truthDirectory);
        System.out.printf(
                "%d faults on %s; repeat with: bench/faults -systems %d -points %d -n %d -seed"
                        + " %d%n",
                count, setup, setup.systems().size(), setup.points().size(), count, seed);
        try (RunningCluster cluster = RunningCluster.start(home, source, runs)) {
            boolean well = faults(cluster, truth, plan, seed);
            System.out.println();
            System.out.print(tally.table());
            System.out.printf(
                    "seed %d: %d faults, %d overlaps that must not be, %d acknowledged commands"
                            + " lost, %d times not recovered%n",
                    seed, tally.faults(), tally.forbidden(), tally.lost(), tally.stuck());
            if (keep) Runtime.getRuntime().halt(well ? 0 : 1);
            return well;
        }
    }

    private boolean faults(RunningCluster cluster, Truth truth, List<Fault> plan, long seed)
            throws IOException, InterruptedException {
        var injector = new Injector(cluster, setup, truth);
        var medic = new Medic(cluster, setup);
        var operator =
                new Operator(
                        cluster, setup.groups().stream().map(Setup.Group::name).toList(), seed);
        cluster.systems().getFirst().must("haconf", "-makerw");
        List<Ledger> ledgers = new ArrayList<>();
        for (Setup.Group group : setup.groups())
            ledgers.add(new Ledger(cluster, group.name(), seed + ledgers.size()));
        ledgers.forEach(Thread::start);
        operator.start();
        if (!cluster.await(RECOVERY, medic::allOnline))
            throw new IOException("the groups do not start:\n" + medic.complaint());
        boolean recovered = true;
        for (Fault fault : plan) {
            Tally.Result result = one(cluster, truth, injector, medic, operator, ledgers, fault);
            tally.add(fault.kind(), result);
            say(cluster, fault, result);
            if (!result.recovered()) {
                System.out.println(medic.complaint());
                recovered = false;
                break;
            }
        }
        List<String> idle = idle(operator, ledgers);
        operator.end();
        for (Ledger ledger : ledgers) ledger.end();
        System.out.printf(
                "%d values acknowledged; %d commands typed, %d of them carried out%n",
                ledgers.stream().mapToLong(Ledger::acknowledgements).sum(),
                operator.typed(),
                operator.carriedOut());
        idle.forEach(System.out::println);
        return recovered && idle.isEmpty() && tally.forbidden() == 0 && tally.lost() == 0;
    }

    /// Where nothing is written and nothing typed, nothing can be lost.
    private List<String> idle(Operator operator, List<Ledger> ledgers) {
        List<String> idle = new ArrayList<>();
        for (Ledger ledger : ledgers) {
            if (!ledger.isAlive()) idle.add(ledger.getName() + " has ended by itself");
            if (ledger.acknowledgements() < tally.faults())
                idle.add(
                        ledger.getName()
                                + ": only "
                                + ledger.acknowledgements()
                                + " values were acknowledged during "
                                + tally.faults()
                                + " faults");
        }
        if (!operator.isAlive()) idle.add("the operator has ended by itself");
        if (operator.carriedOut() < tally.faults() / FAULTS_PER_COMMAND)
            idle.add(
                    "only "
                            + operator.carriedOut()
                            + " commands were carried out during "
                            + tally.faults()
                            + " faults");
        return idle;
    }

    private Tally.Result one(
            RunningCluster cluster,
            Truth truth,
            Injector injector,
            Medic medic,
            Operator operator,
            List<Ledger> ledgers,
            Fault fault)
            throws IOException, InterruptedException {
        String victim = setup.systems().get(fault.victim());
        List<Setup.Group> held = new ArrayList<>(held(cluster, victim));
        operator.work(true);
        long atUs = Truth.nowUs();
        injector.inject(fault);
        operator.work(false);
        held.removeIf(group -> operator.touched().contains(group.name()));
        long endNs = System.nanoTime();
        boolean recovered = injector.heal(fault, RECOVERY).isEmpty();
        recovered = recovered && cluster.await(RECOVERY, cluster::allRunning);
        double runningMs = (System.nanoTime() - endNs) / 1e6;
        medic.tidy();
        int treated = 0;
        boolean online = cluster.await(BY_ITSELF, medic::allOnline);
        while (!online && (System.nanoTime() - endNs) / 1e9 < RECOVERY.toSeconds()) {
            treated = Math.max(treated, medic.treat());
            online = cluster.await(BETWEEN_TREATMENTS, medic::allOnline);
        }
        double onlineMs = (System.nanoTime() - endNs) / 1e6;
        List<String> lost = new ArrayList<>();
        for (Ledger ledger : ledgers) lost.addAll(ledger.lost());
        List<Truth.Overlap> overlaps = truth.overlaps(atUs);
        truth.processes()
                .forEach(
                        (resource, systems) -> {
                            if (systems.size() > 1)
                                overlaps.add(
                                        new Truth.Overlap(
                                                resource,
                                                systems.first(),
                                                systems.last(),
                                                atUs,
                                                Truth.nowUs()));
                        });
        return new Tally.Result(
                reactionMs(truth, held, victim, atUs),
                runningMs,
                onlineMs,
                treated,
                overlaps,
                lost,
                recovered && online);
    }

    private List<Setup.Group> held(RunningCluster cluster, String system) {
        JsonNode state =
                cluster.state()
                        .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
        return setup.groups().stream()
                .filter(group -> RunningCluster.online(state, group.name()).contains(system))
                .toList();
    }

    private static double reactionMs(Truth truth, List<Setup.Group> held, String victim, long atUs)
            throws IOException {
        double first = -1;
        for (Setup.Group group : held) {
            long startedUs = truth.firstElsewhereUs(group.name(), victim, atUs);
            if (startedUs == Long.MAX_VALUE) continue;
            double ms = (startedUs - atUs) / 1000.0;
            first = first < 0 ? ms : Math.min(first, ms);
        }
        return first;
    }

    private void say(RunningCluster cluster, Fault fault, Tally.Result result) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%4d %-52s %s %4d ms  elsewhere %6.0f  RUNNING %5.1f s  online %5.1f s%s%n",
                fault.number(),
                fault.kind().text(),
                setup.systems().get(fault.victim()),
                fault.ms(),
                result.reactionMs(),
                result.runningMs() / 1000,
                result.onlineMs() / 1000,
                result.treated() == 0 ? "" : "  treated " + result.treated());
        result.overlaps()
                .forEach(
                        overlap ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "     OVERLAP of %s on %s and %s, %.1f ms, until %d%n",
                                        overlap.resource(),
                                        overlap.first(),
                                        overlap.second(),
                                        overlap.us() / 1000.0,
                                        overlap.toUs()));
        result.lost().forEach(lost -> System.out.println("     LOST " + lost));
        boolean finding =
                !result.recovered()
                        || !result.lost().isEmpty()
                        || result.overlaps().stream().anyMatch(fault.kind()::forbids);
        if (finding) keepLogs(cluster, fault);
    }

    private void keepLogs(RunningCluster cluster, Fault fault) throws IOException {
        Path kept =
                runs.resolve(
                        "finding-%d-%s"
                                .formatted(
                                        fault.number(),
                                        fault.kind().name().toLowerCase(Locale.ROOT)));
        try (var files = Files.walk(cluster.directory())) {
            for (Path file :
                    files.filter(each -> each.toString().matches(".*/(log/.*|truth/truth)"))
                            .filter(Files::isRegularFile)
                            .toList()) {
                Path to = kept.resolve(cluster.directory().relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        System.out.println("     logs: " + kept);
    }
}
