package dev.vigil.samples.faults;

import com.fasterxml.jackson.databind.JsonNode;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks whether a cluster has mended itself, and does what a person would have to do where it may not do so by itself: forgive faults,
/// unfreeze, bring online what somebody took offline.
final class Medic {
    private static final Duration QUICK = Duration.ofSeconds(3);

    private final RunningCluster cluster;
    private final List<Setup.Group> groups;
    private final int peerinactCs;

    Medic(RunningCluster cluster, Setup setup) {
        this.cluster = cluster;
        this.groups = setup.groups();
        this.peerinactCs = setup.peerinactCs();
    }

    /// Whether every group is ONLINE on one system, and nowhere else anything, in the eyes of all systems.
    boolean allOnline() {
        for (RunningSystem system : cluster.systems()) {
            Optional<JsonNode> state = system.state();
            if (state.isEmpty()) return false;
            for (Setup.Group group : groups) {
                if (!good(state.get(), group)) return false;
            }
        }
        return true;
    }

    private static boolean good(JsonNode state, Setup.Group group) {
        JsonNode node = state.path("groups").path(group.name());
        if (node.path("frozen").asBoolean()) return false;
        int online = 0;
        for (var on : node.path("systems")) {
            String text = on.path("state").asText();
            if (text.equals("ONLINE")) online++;
            else if (!text.equals("OFFLINE")) return false;
        }
        return online == 1;
    }

    /// What is not as it should be, for people.
    String complaint() {
        var text = new StringBuilder();
        for (RunningSystem system : cluster.systems()) {
            Optional<JsonNode> state = system.state();
            text.append(system).append(": ");
            if (state.isEmpty()) {
                text.append("no answer\n");
                continue;
            }
            state.get()
                    .path("systems")
                    .properties()
                    .forEach(
                            each ->
                                    text.append(each.getKey())
                                            .append(' ')
                                            .append(each.getValue().path("state").asText())
                                            .append("  "));
            text.append(state.get().path("view").path("waiting").asText());
            for (Setup.Group group : groups) {
                if (good(state.get(), group)) continue;
                text.append("\n    ").append(group.name()).append(": ");
                text.append(state.get().path("groups").path(group.name()).path("systems"));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// Puts back what the faults or the operator left behind on purpose.
    void tidy() {
        at("lltconfig", "-T", "peerinact:" + peerinactCs);
        for (Setup.Group group : groups) {
            if (state().path("groups").path(group.name()).path("frozen").asBoolean())
                at("hagrp", "-unfreeze", group.name());
        }
    }

    /// Treats every group that is not online as an operator would.
    ///
    /// @return how many groups needed it
    int treat() {
        int treated = 0;
        JsonNode state = state();
        for (Setup.Group group : groups) {
            if (good(state, group)) continue;
            treated++;
            JsonNode node = state.path("groups").path(group.name());
            if (node.path("frozen").asBoolean()) at("hagrp", "-unfreeze", group.name());
            node.path("systems")
                    .properties()
                    .forEach(
                            on -> {
                                String text = on.getValue().path("state").asText();
                                if (on.getValue().path("autoDisabled").asBoolean())
                                    at("hagrp", "-autoenable", group.name(), "-sys", on.getKey());
                                if (text.contains("ING"))
                                    at("hagrp", "-flush", group.name(), "-sys", on.getKey());
                                if (text.contains("PARTIAL"))
                                    at("hagrp", "-online", group.name(), "-sys", on.getKey());
                            });
            at("hagrp", "-clear", group.name());
            if (RunningCluster.online(state, group.name()).isEmpty())
                at("hagrp", "-online", group.name(), "-any");
        }
        return treated;
    }

    private JsonNode state() {
        return cluster.state()
                .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
    }

    private void at(String... words) {
        for (RunningSystem system : cluster.systems()) {
            try {
                if (system.running()) {
                    system.type(QUICK, words);
                    return;
                }
            } catch (IOException silent) {
                // The next one may answer.
            }
        }
    }
}
