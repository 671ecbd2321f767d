package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.config.Resource;
import dev.vigil.engine.core.Request;

import java.util.List;

/// The verbs of hares that act on a resource on one system.
final class ResourceOperations {
    private static final Option SYS = Option.one("-sys");
    private static final Option CLUS = Option.one("-clus");
    private static final Option LOCALCLUS = Option.flag("-localclus");

    List<Verb> verbs() {
        return List.of(
                Verb.of("-online", this::online, "-online [-force] resource -sys system"),
                Verb.of(
                        "-offline",
                        this::offline,
                        "-offline [-ignoreparent | -parentprop] resource -sys system"),
                Verb.of("-offprop", this::offprop, "-offprop [-ignoreparent] resource -sys system"),
                Verb.of("-probe", this::probe, "-probe resource -sys system"),
                Verb.of("-clear", this::clear, "-clear resource [-sys system]"),
                Verb.of(
                        "-action",
                        this::action,
                        "-action resource token [-actionargs argument ...] -sys system"
                                + " [-localclus]"));
    }

    private Answer online(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, Option.flag("-force"));
        Resource resource = operated(scene, words);
        String system = system(scene, words, resource);
        scene.mustOperate();
        return scene.submit(
                new Request.ResourceOnline(resource.name(), system, words.has("-force")));
    }

    private Answer offline(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(),
                        typed,
                        SYS,
                        Option.flag("-ignoreparent"),
                        Option.flag("-parentprop"));
        words.notTogether("-ignoreparent", "-parentprop");
        Resource resource = operated(scene, words);
        String system = system(scene, words, resource);
        scene.mustOperate();
        return scene.submit(
                new Request.ResourceOffline(
                        resource.name(),
                        system,
                        words.has("-ignoreparent"),
                        words.has("-parentprop"),
                        false));
    }

    private Answer offprop(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, Option.flag("-ignoreparent"));
        Resource resource = operated(scene, words);
        String system = system(scene, words, resource);
        scene.mustOperate();
        return scene.submit(
                new Request.ResourceOffline(
                        resource.name(), system, words.has("-ignoreparent"), false, true));
    }

    private Answer probe(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS);
        Resource resource = operated(scene, words);
        String system = system(scene, words, resource);
        scene.mustOperate();
        return scene.submit(new Request.ResourceProbe(resource.name(), system));
    }

    private Answer clear(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS);
        Resource resource = operated(scene, words);
        String system = words.has("-sys") ? system(scene, words, resource) : "";
        scene.mustOperate();
        return scene.submit(new Request.ResourceClear(resource.name(), system));
    }

    private Answer action(Scene scene, List<String> typed) {
        Words words =
                Words.parse(scene.verb(), typed, SYS, Option.some("-actionargs"), CLUS, LOCALCLUS);
        GroupOperations.local(words);
        List<String> operands = words.exactly("resource", "token");
        Resource resource = scene.resource(operands.getFirst());
        scene.permit(Right.OPERATE, scene.group(resource.group()));
        String system = system(scene, words, resource);
        scene.mustOperate();
        return scene.submit(
                new Request.ResourceAction(
                        resource.name(), operands.get(1), words.many("-actionargs"), system));
    }

    private static Resource operated(Scene scene, Words words) {
        Resource resource = scene.resource(words.exactly("resource").getFirst());
        scene.permit(Right.OPERATE, scene.group(resource.group()));
        return resource;
    }

    private static String system(Scene scene, Words words, Resource resource) {
        Group group = scene.group(resource.group());
        return scene.systemOf(group, words.required("-sys", "system"));
    }
}
