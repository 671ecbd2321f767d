package dev.vigil.engine.command;

import dev.vigil.engine.core.Request;

import java.util.List;

/// `haconf`: opens the configuration for changes, saves and closes it.
///
/// Source: VCS manual page haconf(1M).
final class Haconf implements Command {
    @Override
    public String name() {
        return "haconf";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-makerw", this::open, "-makerw"),
                Verb.of("-dump", this::dump, "-dump [-makero]"));
    }

    private Answer open(Scene scene, List<String> typed) {
        Words.parse(scene.verb(), typed).exactly();
        scene.state();
        scene.mustRun();
        scene.permit(Right.ADMINISTER);
        if (scene.state().writable()) {
            throw Refusal.of(Umi.ALREADY_WRITABLE);
        }
        return scene.submit(new Request.OpenConfiguration());
    }

    private Answer dump(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.flag("-makero"));
        words.exactly();
        scene.mustRun();
        scene.permit(Right.ADMINISTER);
        if (!scene.state().writable()) {
            throw Refusal.of(Umi.NOT_WRITABLE);
        }
        return scene.submit(new Request.DumpConfiguration(words.has("-makero")));
    }
}
