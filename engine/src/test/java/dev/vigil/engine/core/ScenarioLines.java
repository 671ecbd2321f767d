package dev.vigil.engine.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the lines of a scenario mean.
///
/// | line | meaning |
/// |---|---|
/// | `given web.cf systems=(a,b) online=(web@a) down=(nic@b) [verbose]` | all systems RUNNING and probed, agents obeyed |
/// | `given web.cf systems=(a,b) unformed` | nothing has happened yet |
/// | `view a b +c lost d=CRASH jeopardy b` | a view opens; `+c`: c has a new engine |
/// | `links a b=net1,net2- c=net1,net2` | which links a hears the others on; `-`: not on this one |
/// | `ready a VALID`, `built a`, `broken a`, `loaded b` | configurations |
/// | `ready a VALID 7.31`, `ready a VALID 7.31+` | with the version of the files: view and event; edited since |
/// | `running c online=(web)` | ready, loaded and probed, for a system that joins |
/// | `probed c online=(web)` | first probes of all its resources |
/// | `reported app@a FAULTED [first|probe|ordered|intended] [: reason]` | what an agent says |
/// | `done app@a`, `failed app@a [: reason]`, `ended app@a REFUSED : reason` | how a pending order ended |
/// | `obey [a]` | agents do all that is pending |
/// | `fires PREONLINE`, `trigger ends 0`, `action app@a 0 text` | timers, triggers, actions |
/// | `a# hagrp -online web -any` | typed on a |
final class ScenarioLines {
    private final Path folder;
    private final Scene scene = new Scene();
    private List<String> systems = List.of();
    private String text = "";
    private boolean verbose;

    ScenarioLines(Path folder) {
        this.folder = folder;
    }

    List<String> play(String line) throws IOException {
        var before = scene.state();
        List<String> printed = new ArrayList<>();
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        String reason = line.contains(" : ") ? line.substring(line.indexOf(" : ") + 3).strip() : "";
        if (words.getFirst().endsWith("#"))
            printed.addAll(
                    scene.typed(
                            words.getFirst().substring(0, words.getFirst().length() - 1),
                            words.subList(1, words.size())));
        else happen(words, reason);
        if (words.getFirst().equals("given")) {
            scene.takeActions();
            return List.of();
        }
        printed.addAll(Transcript.of(before, scene.state(), scene.takeActions(), verbose));
        return printed;
    }

    private static DiskVersion version(String word) {
        boolean edited = word.endsWith("+");
        String[] parts = (edited ? word.substring(0, word.length() - 1) : word).split("\\.");
        return new DiskVersion(Long.parseLong(parts[0]), Long.parseLong(parts[1]), edited);
    }

    private void happen(List<String> words, String reason) throws IOException {
        String first = words.size() > 1 ? words.get(1) : "";
        switch (words.getFirst()) {
            case "given" -> given(words);
            case "view" -> view(words.subList(1, words.size()));
            case "links" -> scene.links(first, words.subList(2, words.size()));
            case "ready" ->
                    scene.ready(
                            first,
                            DiskConfiguration.valueOf(words.get(2)),
                            words.size() > 3 ? version(words.get(3)) : DiskVersion.NONE);
            case "built" -> scene.built(first, text);
            case "broken" ->
                    scene.apply(
                            new Event.ConfigurationRefused(
                                    first,
                                    scene.incarnation(first),
                                    List.of("main.cf:1:1: expected cluster")));
            case "loaded" -> scene.loaded(first);
            case "running" -> {
                scene.ready(first, DiskConfiguration.VALID);
                scene.loaded(first);
                scene.probed(first, list(words, "online"));
            }
            case "probed" -> scene.probed(first, list(words, "online"));
            case "reported" -> reported(words, reason);
            case "done" -> scene.done(resource(first), system(first));
            case "failed" -> scene.failed(resource(first), system(first), reason);
            case "ended" ->
                    scene.ended(
                            resource(first), system(first), Outcome.valueOf(words.get(2)), reason);
            case "obey" -> scene.obey(words.subList(1, words.size()));
            case "fires" -> scene.fire(Timer.Purpose.valueOf(first));
            case "trigger" -> scene.triggerEnded(Integer.parseInt(words.get(2)));
            case "action" ->
                    scene.actionEnded(
                            resource(first),
                            system(first),
                            Integer.parseInt(words.get(2)),
                            String.join(" ", words.subList(3, words.size())));
            default -> throw new IllegalArgumentException("no such line: " + words);
        }
    }

    private static String resource(String at) {
        return at.substring(0, at.indexOf('@'));
    }

    private static String system(String at) {
        return at.substring(at.indexOf('@') + 1);
    }

    private static List<String> list(List<String> words, String name) {
        for (String word : words)
            if (word.startsWith(name + "=("))
                return Arrays.asList(
                        word.substring(name.length() + 2, word.length() - 1).split(","));
        return List.of();
    }

    private void given(List<String> words) throws IOException {
        text = Files.readString(folder.resolve(words.get(1)));
        systems = list(words, "systems");
        verbose = words.contains("verbose");
        if (words.contains("unformed")) return;
        scene.view(systems, List.of(), new TreeMap<>(), List.of(), systems);
        for (String system : systems) scene.ready(system, DiskConfiguration.VALID);
        scene.built(systems.getFirst(), text);
        for (String system : systems) if (!system.equals(systems.getFirst())) scene.loaded(system);
        for (String system : systems) {
            List<String> online = new ArrayList<>();
            for (String at : list(words, "online"))
                if (system(at).equals(system)) online.add(resource(at));
            scene.probed(system, online);
        }
        for (String at : list(words, "down"))
            scene.reported(
                    resource(at),
                    system(at),
                    ResourceStatus.of(Probe.FAULTED),
                    Cause.UNEXPECTED,
                    "",
                    "");
        scene.obey(List.of());
    }

    private void view(List<String> words) {
        List<String> members = new ArrayList<>();
        List<String> renewed = new ArrayList<>();
        List<String> jeopardy = new ArrayList<>();
        SortedMap<String, Loss> lost = new TreeMap<>();
        String part = "";
        for (String word : words) {
            if (word.equals("lost") || word.equals("jeopardy")) {
                part = word;
                continue;
            }
            switch (part) {
                case "lost" -> {
                    String[] pair = word.split("=");
                    lost.put(pair[0], Loss.valueOf(pair[1]));
                }
                case "jeopardy" -> jeopardy.add(word);
                default -> {
                    String name = word.startsWith("+") ? word.substring(1) : word;
                    members.add(name);
                    if (word.startsWith("+")) renewed.add(name);
                }
            }
        }
        scene.view(members, renewed, lost, jeopardy, systems);
    }

    private void reported(List<String> words, String reason) {
        String at = words.get(1);
        String[] parts = words.get(2).split("\\|");
        var flags = new ArrayList<Flag>();
        for (int i = 1; i < parts.length; i++) flags.add(Flag.valueOf(parts[i]));
        String cause = words.size() > 3 ? words.get(3).toLowerCase(Locale.ROOT) : "";
        scene.reported(
                resource(at),
                system(at),
                ResourceStatus.of(Probe.valueOf(parts[0]), flags.toArray(new Flag[0])),
                switch (cause) {
                    case "first" -> Cause.FIRST_PROBE;
                    case "probe" -> Cause.PROBE;
                    case "ordered" -> Cause.ORDERED;
                    case "intended" -> Cause.INTENDED;
                    default -> Cause.UNEXPECTED;
                },
                "",
                reason);
    }
}
