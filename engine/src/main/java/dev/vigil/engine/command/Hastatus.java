package dev.vigil.engine.command;

import dev.vigil.engine.core.ClusterState;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// `hastatus`: the cluster at a glance, once or as it changes.
///
/// Source: VCS Administrator's Guide, "Querying status"; manual page hastatus(1M).
final class Hastatus implements Command {
    @Override
    public String name() {
        return "hastatus";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-summary", this::summary, "-sum[mary]"),
                Verb.of(
                        "-group",
                        (scene, words) -> stream(scene, with("-group", words)),
                        "[-sound] [-group group ...] [-localclus]"),
                Verb.of("-sound", (scene, words) -> stream(scene, with("-sound", words))),
                Verb.of("-localclus", (scene, words) -> stream(scene, with("-localclus", words))),
                Verb.unsupported("-time", "the times are in the engine's log"),
                Verb.of("-clus", (scene, words) -> stream(scene, with("-clus", words))));
    }

    @Override
    public Answer plain(Scene scene, List<String> words) {
        return stream(scene, words);
    }

    private static List<String> with(String first, List<String> words) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(first), words.stream())
                .toList();
    }

    private Answer summary(Scene scene, List<String> typed) {
        Words.parse(scene.verb(), typed).exactly();
        if (scene.cluster().isEmpty()) {
            throw Refusal.of(
                    List.of(Umi.CANNOT_CONNECT.line(), Umi.LOCAL_SYSTEM_NOT_AVAILABLE.line()));
        }
        return Answer.Printed.of(StatusSummary.of(scene.state(), scene.system(), scene.warnings()));
    }

    private Answer stream(Scene scene, List<String> typed) {
        // `-group a -group b` names two groups as `-group a b` does.
        var once = new java.util.ArrayList<String>();
        boolean grouped = false;
        for (String word : typed) {
            if (!(word.equals("-group") && grouped)) {
                once.add(word);
            }
            grouped |= word.equals("-group");
        }
        Words words =
                Words.parse(
                        scene.command(),
                        once,
                        Option.some("-group"),
                        Option.flag("-sound"),
                        Option.one("-clus"),
                        Option.flag("-localclus"));
        words.exactly();
        GroupOperations.local(words);
        ClusterState state = scene.state();
        List<String> groups = words.many("-group");
        groups.forEach(name -> scene.group(name, Umi.GROUP_NOT_FOUND));
        return new Answer.Watch(
                StatusStream.from(Set.copyOf(groups), words.has("-sound"), state),
                OptionalLong.empty());
    }
}
