package dev.vigil.engine.command;

import dev.vigil.engine.core.Request;

import java.util.List;

/// `hastop`: stops engines, with or without what runs under them.
///
/// The cluster attribute EngineShutdown says which forms are taken. Its `Prompt...` values ask the operator back; commands
/// here have no dialogue, so under them only the forms that are never asked about are taken.
///
/// Source: VCS manual page hastop(1M); Administrator's Guide, "Stopping VCS", "EngineShutdown".
final class Hastop implements Command {
    private static final Option FORCE = Option.flag("-force");
    private static final Option EVACUATE = Option.flag("-evacuate");
    private static final Option NO_AUTO_DISABLE = Option.flag("-noautodisable");

    @Override
    public String name() {
        return "hastop";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-local",
                        this::local,
                        "-local [-force | -evacuate | -noautodisable]",
                        "-local [-evacuate -noautodisable]"),
                Verb.of(
                        "-sys",
                        this::systems,
                        "-sys system ... [-force | -evacuate | -noautodisable]",
                        "-sys system ... [-evacuate -noautodisable]"),
                Verb.of("-all", this::all, "-all [-force]"));
    }

    private Answer local(Scene scene, List<String> typed) {
        Words words = parse(scene, typed);
        words.exactly();
        return stop(scene, List.of(scene.system()), words, true);
    }

    private Answer systems(Scene scene, List<String> typed) {
        Words words = parse(scene, typed);
        words.atLeast("system");
        List<String> systems = words.operands().stream().distinct().toList();
        systems.forEach(new SystemObjects(scene.state())::known);
        return stop(scene, systems, words, false);
    }

    private static Words parse(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, FORCE, EVACUATE, NO_AUTO_DISABLE);
        words.notTogether("-force", "-evacuate");
        words.notTogether("-force", "-noautodisable");
        return words;
    }

    private Answer stop(Scene scene, List<String> systems, Words words, boolean local) {
        scene.permit(Right.ADMINISTER);
        boolean gentle = local && words.has("-evacuate") && words.has("-noautodisable");
        if (!words.has("-force") && !gentle) {
            allowed(scene, false);
        }
        return scene.submit(
                new Request.Stop(
                        systems,
                        false,
                        words.has("-force"),
                        words.has("-evacuate"),
                        words.has("-noautodisable")));
    }

    private Answer all(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, FORCE);
        words.exactly();
        scene.permit(Right.ADMINISTER);
        if (!words.has("-force")) {
            allowed(scene, true);
        }
        return scene.submit(new Request.Stop(List.of(), true, words.has("-force"), false, false));
    }

    private static void allowed(Scene scene, boolean whole) {
        if (!scene.state().configured()) {
            return;
        }
        String shutdown = scene.configuration().clusterValue("EngineShutdown").text();
        boolean taken =
                switch (shutdown) {
                    case "Disable", "PromptAlways" -> false;
                    case "DisableClusStop", "PromptClusStop" -> !whole;
                    case "PromptLocal" -> whole;
                    default -> true;
                };
        if (!taken) {
            throw Refusal.of(Umi.SHUTDOWN_DISABLED, scene.typed(), shutdown);
        }
    }
}
