package dev.vigil.engine.command;

import java.util.List;

/// `hastart`: starting the engine is the client's own work, so who gets here finds it running.
final class Hastart implements Command {
    @Override
    public String name() {
        return "hastart";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-stale", Hastart::running, "[-stale | -force]"),
                Verb.of("-force", Hastart::running),
                Verb.of("-onenode", Hastart::running));
    }

    @Override
    public Answer plain(Scene scene, List<String> words) {
        Words.parse(scene.verb(), words).exactly();
        return running(scene, words);
    }

    private static Answer running(Scene scene, List<String> words) {
        throw Refusal.of(Umi.ALREADY_STARTED, scene.system());
    }
}
