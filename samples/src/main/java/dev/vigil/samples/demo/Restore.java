package dev.vigil.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;

import dev.vigil.samples.demo.Plant.Site;
import dev.vigil.samples.demo.Play.Unexpected;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Puts everything back: power, VIO servers, HMCs, systems, and every partition to where it was at the beginning.
///
/// @param homes system by partition
record Restore(Play play, Map<String, String> homes) {
    private static final Duration LIMIT = Duration.ofSeconds(180);

    /// Repairs what is broken and moves the partitions home.
    void all() throws Unexpected, IOException, InterruptedException {
        repair();
        for (String system : play.plant().systems()) {
            play.until(system + " is RUNNING", LIMIT, play.systemIs(system, "RUNNING"));
        }
        for (var home : homes.entrySet()) {
            bringUp(home.getKey());
        }
        for (var home : homes.entrySet()) {
            bringHome(home.getKey(), home.getValue());
        }
    }

    private void repair() throws IOException, InterruptedException {
        JsonNode truth = play.estate().truth();
        for (var hmc : truth.path("hmcs").properties()) {
            if (!hmc.getValue().asBoolean()) {
                play.we("start " + hmc.getKey() + " again");
                play.estate().change("start-hmc", "hmc", hmc.getKey());
            }
        }
        for (Site site : play.plant().servers().values()) {
            JsonNode server = truth.path("servers").path(site.server());
            if (!server.path("connected").asBoolean()) {
                play.estate().change("connect", "server", site.server());
            }
            if (server.path("power").asText().startsWith("Power Off")) {
                play.we("power " + site.server() + " on again");
                play.estate().change("power-on", "server", site.server());
                play.estate().await(LIMIT, "server", site.server(), "power", "Operating");
                continue;
            }
            for (String vios : site.vios()) {
                if (!server.path("vios").path(vios).path("state").asText().equals("Running")) {
                    play.we("start VIO server " + vios + " again");
                    play.estate().change("start-vios", "vios", vios, "server", site.server());
                    play.estate()
                            .await(
                                    LIMIT,
                                    "lpar",
                                    vios,
                                    "server",
                                    site.server(),
                                    "state",
                                    "Running");
                }
            }
            String management =
                    server.path("management").path(site.management()).path("state").asText();
            if (!management.equals("Running")) {
                play.we("start management partition " + site.management() + " again");
                if (management.equals("Error")) {
                    play.estate()
                            .change(
                                    "stop-lpar",
                                    "lpar",
                                    site.management(),
                                    "server",
                                    site.server());
                }
                play.estate()
                        .change("start-lpar", "lpar", site.management(), "server", site.server());
            }
        }
    }

    private void bringUp(String partition) throws Unexpected, IOException, InterruptedException {
        String group = Plant.group(partition);
        boolean faulted = false;
        var seen = play.cluster().look();
        for (String system : play.plant().systems()) {
            faulted |=
                    seen.isPresent()
                            && seen.get()
                                    .resource(Plant.resource(partition), system)
                                    .contains("FAULTED");
        }
        if (faulted) {
            play.type("hagrp", "-clear", group);
        }
        if (play.estate().runsOn(partition).isEmpty()) {
            for (String system : play.plant().systems()) {
                play.cluster().at("hagrp", "-autoenable", group, "-sys", system);
            }
            play.cluster().at("hagrp", "-online", group, "-any");
        }
    }

    private void bringHome(String partition, String home)
            throws Unexpected, IOException, InterruptedException {
        play.until(
                partition + " is ONLINE where it executes",
                LIMIT,
                () -> {
                    var on = play.estate().runsOn(partition);
                    if (on.size() != 1) {
                        return partition + " executes on " + on;
                    }
                    return play.resourceIs(
                                    partition,
                                    play.plant().servers().get(on.first()).system(),
                                    "ONLINE")
                            .otherwise();
                });
        String now = play.systemOf(partition);
        if (!now.equals(home)) {
            play.type("hagrp", "-switch", Plant.group(partition), "-to", home);
            play.until(
                    partition + " executes on " + play.plant().of(home).server(),
                    LIMIT,
                    play.executesOn(partition, play.plant().of(home).server()));
            play.until(
                    Plant.resource(partition) + " is ONLINE on " + home,
                    LIMIT,
                    play.resourceIs(partition, home, "ONLINE"));
        }
    }
}
