package dev.vigil.samples.demo;

import dev.vigil.samples.demo.Commands.Typed;
import dev.vigil.samples.demo.Plant.Site;
import dev.vigil.samples.demo.Play.Claim;
import dev.vigil.samples.demo.Play.Unexpected;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is broken, in the order in which it is shown. Each scenario begins with everything well and every partition at home, and ends as it likes:
/// [Restore] puts things back.
final class Scenarios {
    /// Longest wait for a failover: detection, clean, start.
    private static final Duration FAILOVER = Duration.ofSeconds(120);

    /// How long to make sure that nothing happens: several monitor intervals of the sample.
    private static final Duration NOTHING_HAPPENS = Duration.ofSeconds(12);

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario(
                        "a physical server loses power, its management partition included",
                        Scenarios::powerLoss),
                new Scenario(
                        "a management partition dies, its server lives", Scenarios::managementDies),
                new Scenario(
                        "the VIO servers of a server go down, first one, then all",
                        Scenarios::viosDown),
                new Scenario("the HMCs go down, first one, then both", Scenarios::hmcsDown),
                new Scenario("a partition crashes, and crashes again", Scenarios::crash),
                new Scenario("had is killed with -9", play -> killed(play, "had")),
                new Scenario("hanode is killed with -9", play -> killed(play, "hanode")));
    }

    private static void powerLoss(Play play) throws Unexpected, IOException, InterruptedException {
        Site lost = site(play, 0);
        List<String> mine = partitionsOf(play, lost);
        List<String> others = others(play, mine);
        long seq = play.estate().lastSeq();
        play.we(
                "pull the plug of server "
                        + lost.server()
                        + ", on which "
                        + String.join(" and ", mine)
                        + " and the system "
                        + lost.system()
                        + " run");
        play.estate().change("power-off", "server", lost.server());
        for (String partition : mine) {
            play.until(
                    partition + " executes on another server",
                    FAILOVER,
                    play.executesElsewhere(partition, lost.server()));
        }
        play.until(
                "the others see " + lost.system() + " FAULTED",
                FAILOVER,
                play.systemIs(lost.system(), "FAULTED"));
        onlineWhereTheyExecute(play, mine);
        play.until(
                String.join(" and ", others) + " were not touched",
                Duration.ZERO,
                play.untouched(others, seq));
    }

    private static void managementDies(Play play)
            throws Unexpected, IOException, InterruptedException {
        Site lost = site(play, 1);
        Site target = site(play, 2);
        List<String> mine = partitionsOf(play, lost);
        long seq = play.estate().lastSeq();
        play.we(
                "crash the management partition "
                        + lost.management()
                        + " on server "
                        + lost.server()
                        + ", where "
                        + String.join(" and ", mine)
                        + " live on");
        play.estate().change("crash", "lpar", lost.management(), "server", lost.server());
        play.until(
                "the others see " + lost.system() + " FAULTED",
                FAILOVER,
                play.systemIs(lost.system(), "FAULTED"));
        for (String partition : mine) {
            String group = Plant.group(partition);
            play.until(
                    group + " is autodisabled on " + lost.system(),
                    FAILOVER,
                    autoDisabled(play, group, lost.system()));
        }
        play.throughout(
                "nothing is started or stopped anywhere",
                NOTHING_HAPPENS,
                play.untouched(play.plant().partitions(), seq));
        String partition = mine.getFirst();
        String group = Plant.group(partition);
        play.type("hagrp", "-autoenable", group, "-sys", lost.system());
        Typed online = play.tryTyping("hagrp", "-online", group, "-sys", target.system());
        play.until(
                "online on "
                        + target.system()
                        + " is refused, and "
                        + lost.server()
                        + " is named as the server on which "
                        + partition
                        + " still runs",
                Duration.ofSeconds(40),
                () ->
                        online.text().contains(lost.server())
                                        || play.logged(
                                                List.of(
                                                        partition,
                                                        "still runs on server " + lost.server()))
                                ? ""
                                : "hagrp said: "
                                        + online.text()
                                        + "; nothing of it in the engine logs");
        play.until(
                "that is no fault on " + target.system(),
                Duration.ofSeconds(20),
                play.resourceIs(partition, target.system(), "OFFLINE"));
        play.until(
                "nothing was started or stopped",
                Duration.ZERO,
                play.untouched(play.plant().partitions(), seq));
        hmc(
                play,
                "chsysstate",
                "-r",
                "lpar",
                "-m",
                lost.server(),
                "-o",
                "shutdown",
                "--immed",
                "-n",
                partition);
        play.until(
                partition + " executes nowhere",
                Duration.ofSeconds(60),
                () -> {
                    var on = play.estate().runsOn(partition);
                    return on.isEmpty() ? "" : partition + " executes on " + on;
                });
        play.type("hagrp", "-online", group, "-sys", target.system());
        play.until(
                partition + " executes on " + target.server(),
                FAILOVER,
                play.executesOn(partition, target.server()));
        onlineWhereTheyExecute(play, List.of(partition));
    }

    private static void viosDown(Play play) throws Unexpected, IOException, InterruptedException {
        Site site = site(play, 2);
        List<String> mine = partitionsOf(play, site);
        List<String> others = others(play, mine);
        long seq = play.estate().lastSeq();
        List<String> vios = site.vios();
        for (String down : vios.subList(0, vios.size() - 1)) {
            play.we("stop VIO server " + down + " of " + site.server());
            play.estate().change("stop-vios", "vios", down, "server", site.server());
        }
        play.throughout(
                "nothing is started or stopped anywhere",
                NOTHING_HAPPENS,
                play.untouched(play.plant().partitions(), seq));
        for (String partition : mine) {
            play.until(
                    Plant.resource(partition) + " is ONLINE",
                    Duration.ZERO,
                    play.resourceIs(partition, site.system(), "ONLINE"));
        }
        play.we("stop VIO server " + vios.getLast() + " too, the last one of " + site.server());
        play.estate().change("stop-vios", "vios", vios.getLast(), "server", site.server());
        for (String partition : mine) {
            play.until(
                    partition + " executes on another server",
                    FAILOVER,
                    play.executesElsewhere(partition, site.server()));
        }
        onlineWhereTheyExecute(play, mine);
        play.until(
                String.join(" and ", others) + " were not touched",
                Duration.ZERO,
                play.untouched(others, seq));
    }

    private static void hmcsDown(Play play) throws Unexpected, IOException, InterruptedException {
        long seq = play.estate().lastSeq();
        Map<String, String> homes = new LinkedHashMap<>();
        for (String partition : play.plant().partitions()) {
            homes.put(partition, play.systemOf(partition));
        }
        List<String> hmcs = new ArrayList<>();
        play.estate().truth().path("hmcs").fieldNames().forEachRemaining(hmcs::add);
        play.we("stop " + hmcs.getFirst());
        play.estate().change("stop-hmc", "hmc", hmcs.getFirst());
        play.throughout(
                "every partition is ONLINE and watched through " + hmcs.getLast(),
                NOTHING_HAPPENS,
                allAre(play, homes, "ONLINE"));
        play.we("stop " + hmcs.getLast() + " too");
        play.estate().change("stop-hmc", "hmc", hmcs.getLast());
        play.until(
                "the state of every partition is unknown",
                Duration.ofSeconds(60),
                allAre(play, homes, "ONLINE|STATE UNKNOWN"));
        play.throughout(
                "nothing is started or stopped anywhere",
                NOTHING_HAPPENS,
                play.untouched(play.plant().partitions(), seq));
        play.we("start " + hmcs.getLast() + " again");
        play.estate().change("start-hmc", "hmc", hmcs.getLast());
        play.until(
                "every partition is known to be ONLINE again",
                Duration.ofSeconds(60),
                allAre(play, homes, "ONLINE"));
        play.until(
                "nothing was started or stopped",
                Duration.ZERO,
                play.untouched(play.plant().partitions(), seq));
    }

    private static void crash(Play play) throws Unexpected, IOException, InterruptedException {
        String partition = play.plant().partitions().getFirst();
        Site home = play.plant().of(play.systemOf(partition));
        List<String> others = others(play, List.of(partition));
        long seq = play.estate().lastSeq();
        play.we("crash " + partition + " on " + home.server());
        play.estate().change("crash", "lpar", partition, "server", home.server());
        play.until(
                partition + " is restarted on " + home.server() + " (RestartLimit = 1)",
                FAILOVER,
                () -> {
                    boolean started =
                            play.estate().since(seq).stream()
                                    .anyMatch(
                                            each ->
                                                    each.what().equals("STARTED")
                                                            && each.name().equals(partition)
                                                            && each.server().equals(home.server()));
                    return started
                            ? play.executesOn(partition, home.server()).otherwise()
                            : "it was not started there again";
                });
        play.until(
                Plant.resource(partition) + " is ONLINE there",
                FAILOVER,
                play.resourceIs(partition, home.system(), "ONLINE"));
        play.we("crash " + partition + " on " + home.server() + " again");
        play.estate().change("crash", "lpar", partition, "server", home.server());
        play.until(
                partition + " executes on another server",
                FAILOVER,
                play.executesElsewhere(partition, home.server()));
        onlineWhereTheyExecute(play, List.of(partition));
        play.until(
                String.join(" and ", others) + " were not touched",
                Duration.ZERO,
                play.untouched(others, seq));
    }

    private static void killed(Play play, String daemon)
            throws Unexpected, IOException, InterruptedException {
        Site site = site(play, 0);
        long seq = play.estate().lastSeq();
        Map<String, String> homes = new LinkedHashMap<>();
        for (String partition : play.plant().partitions()) {
            homes.put(partition, play.systemOf(partition));
        }
        long old =
                play.pid(site.system(), daemon)
                        .orElseThrow(
                                () ->
                                        new Unexpected(
                                                "expected a process id of "
                                                        + daemon
                                                        + " on "
                                                        + site.system()
                                                        + "; found none"));
        play.we("kill -9 " + old + " (" + daemon + " of " + site.system() + ")");
        if (!ProcessHandle.of(old).map(ProcessHandle::destroyForcibly).orElse(false)) {
            throw new Unexpected("expected process " + old + " to be there; found none");
        }
        play.until(
                "hashadow has started " + daemon + " again",
                Duration.ofSeconds(60),
                () -> {
                    var now =
                            play.pid(site.system(), daemon)
                                    .filter(pid -> pid != old)
                                    .flatMap(ProcessHandle::of)
                                    .filter(ProcessHandle::isAlive);
                    return now.isPresent() ? "" : "no new process";
                });
        play.settles(
                site.system()
                        + " is RUNNING, every group ONLINE where it was and autodisabled nowhere",
                NOTHING_HAPPENS,
                FAILOVER,
                () -> {
                    String system = play.systemIs(site.system(), "RUNNING").otherwise();
                    String groups =
                            system.isEmpty() ? allAre(play, homes, "ONLINE").otherwise() : system;
                    if (!groups.isEmpty()) {
                        return groups;
                    }
                    List<String> disabled = play.cluster().autoDisabled();
                    return disabled.isEmpty() ? "" : "autodisabled: " + String.join(", ", disabled);
                });
        play.until(
                "nothing was started or stopped anywhere",
                Duration.ZERO,
                play.untouched(play.plant().partitions(), seq));
    }

    private static Site site(Play play, int index) {
        return List.copyOf(play.plant().servers().values()).get(index);
    }

    private static List<String> partitionsOf(Play play, Site site)
            throws Unexpected, IOException, InterruptedException {
        List<String> mine = play.on(site.server());
        if (mine.isEmpty()) {
            throw new Unexpected(
                    "expected a partition on " + site.server() + " to begin with; found none");
        }
        return mine;
    }

    private static List<String> others(Play play, List<String> mine) {
        return play.plant().partitions().stream()
                .filter(partition -> !mine.contains(partition))
                .toList();
    }

    private static void onlineWhereTheyExecute(Play play, List<String> partitions)
            throws Unexpected, IOException, InterruptedException {
        for (String partition : partitions) {
            String system = play.systemOf(partition);
            play.until(
                    Plant.resource(partition) + " is ONLINE on " + system,
                    FAILOVER,
                    play.resourceIs(partition, system, "ONLINE"));
        }
    }

    private static Claim allAre(Play play, Map<String, String> homes, String state) {
        return () -> {
            for (var entry : homes.entrySet()) {
                String otherwise =
                        play.resourceIs(entry.getKey(), entry.getValue(), state).otherwise();
                if (!otherwise.isEmpty()) {
                    return otherwise;
                }
            }
            return "";
        };
    }

    private static Claim autoDisabled(Play play, String group, String system) {
        return () -> {
            Typed typed = play.cluster().at("hagrp", "-value", group, "AutoDisabled", system);
            return typed.out().strip().equals("1") ? "" : "AutoDisabled is " + typed.text();
        };
    }

    /// Types a command at an HMC, with the keys of a system that lives.
    private static void hmc(Play play, String... words)
            throws Unexpected, IOException, InterruptedException {
        String system =
                play.cluster()
                        .running()
                        .orElseThrow(() -> new Unexpected("expected a RUNNING system; found none"));
        play.we("hscroot@hmc:~> " + String.join(" ", words));
        var all = new ArrayList<>(List.of("hmccmd"));
        play.estate()
                .truth()
                .path("hmcs")
                .fieldNames()
                .forEachRemaining(hmc -> all.add("hscroot@" + play.estate().console(hmc)));
        all.add("--");
        all.addAll(List.of(words));
        Typed typed = play.commands().at(system, all.toArray(String[]::new));
        if (!typed.ok()) {
            throw new Unexpected("expected the HMC to accept it; found: " + typed.text());
        }
    }
}
