package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.engine.core.Request;

import java.util.List;
import java.util.Optional;

/// The verbs of hagrp that move a group, or say what may be done with it.
final class GroupOperations {
    private static final Option SYS = Option.one("-sys");
    private static final Option TO = Option.one("-to");
    private static final Option ANY = Option.flag("-any");
    private static final Option SITE = Option.one("-site");
    private static final Option FORCE = Option.flag("-force");
    private static final Option NOPRE = Option.flag("-nopre");
    private static final Option PROPAGATE = Option.flag("-propagate");
    private static final Option PERSISTENT = Option.flag("-persistent");
    private static final Option CLUS = Option.one("-clus");
    private static final Option LOCALCLUS = Option.flag("-localclus");

    List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-online",
                        this::online,
                        "-online [-force] [-nopre] [-propagate] group -sys system [-checkpartial"
                                + " system] [-localclus]",
                        "-online [-force] [-nopre] [-propagate] group -any [-localclus]"),
                Verb.of(
                        "-offline",
                        this::offline,
                        "-offline [-force] [-ifprobed] [-propagate] group -sys system [-localclus]",
                        "-offline [-force] [-ifprobed] [-propagate] group -any [-localclus]"),
                Verb.of(
                        "-switch",
                        this::change,
                        "-switch group -to system [-nopre] [-localclus]",
                        "-switch group -any [-nopre] [-localclus]"),
                Verb.of(
                        "-migrate",
                        this::migrate,
                        "-migrate group -to system [-localclus]",
                        "-migrate group -any [-localclus]"),
                Verb.of("-freeze", this::freeze, "-freeze group [-persistent] [-localclus]"),
                Verb.of("-unfreeze", this::unfreeze, "-unfreeze group [-persistent] [-localclus]"),
                Verb.of("-clear", this::clear, "-clear group [-sys system] [-localclus]"),
                Verb.of(
                        "-clearadminwait",
                        this::clearAdminWait,
                        "-clearadminwait [-fault] group -sys system"),
                Verb.of("-flush", this::flush, "-flush [-force] group -sys system [-localclus]"),
                Verb.of("-autoenable", this::autoEnable, "-autoenable group -sys system"),
                Verb.of("-enable", this::enable, "-enable group [-sys system]"),
                Verb.of("-disable", this::disable, "-disable group [-sys system]"),
                Verb.of(
                        "-enableresources",
                        (scene, words) -> enableResources(scene, words, true),
                        "-enableresources group"),
                Verb.of(
                        "-disableresources",
                        (scene, words) -> enableResources(scene, words, false),
                        "-disableresources group"));
    }

    private Answer online(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(),
                        typed,
                        SYS,
                        ANY,
                        SITE,
                        FORCE,
                        NOPRE,
                        PROPAGATE,
                        Option.one("-checkpartial"),
                        CLUS,
                        LOCALCLUS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        Request.Target target = target(scene, words, group, "-sys");
        scene.mustOperate();
        return scene.submit(
                new Request.GroupOnline(
                        group.name(),
                        target,
                        words.has("-force"),
                        words.has("-nopre"),
                        words.has("-propagate"),
                        words.one("-checkpartial")
                                .map(system -> scene.systemOf(group, system))
                                .orElse("")));
    }

    private Answer offline(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(),
                        typed,
                        SYS,
                        ANY,
                        SITE,
                        FORCE,
                        Option.flag("-ifprobed"),
                        PROPAGATE,
                        CLUS,
                        LOCALCLUS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN_HERE);
        Request.Target target = target(scene, words, group, "-sys");
        scene.mustOperate();
        return scene.submit(
                new Request.GroupOffline(
                        group.name(),
                        target,
                        words.has("-force"),
                        words.has("-ifprobed"),
                        words.has("-propagate")));
    }

    private Answer change(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, TO, ANY, SITE, NOPRE, CLUS, LOCALCLUS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        Request.Target target = target(scene, words, group, "-to");
        scene.mustOperate();
        return scene.submit(new Request.GroupSwitch(group.name(), target, words.has("-nopre")));
    }

    private Answer migrate(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, TO, ANY, CLUS, LOCALCLUS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        Request.Target target = target(scene, words, group, "-to");
        scene.mustOperate();
        return scene.submit(new Request.GroupMigrate(group.name(), target));
    }

    private Answer freeze(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, PERSISTENT, CLUS, LOCALCLUS);
        Group group = frozen(scene, words);
        if (words.has("-persistent") && persistentlyFrozen(scene, group)) {
            throw Refusal.of(Umi.GROUP_ALREADY_FROZEN);
        }
        return scene.submit(new Request.GroupFreeze(group.name(), words.has("-persistent")));
    }

    private Answer unfreeze(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, PERSISTENT, CLUS, LOCALCLUS);
        Group group = frozen(scene, words);
        if (words.has("-persistent") && !persistentlyFrozen(scene, group)) {
            throw Refusal.of(Umi.GROUP_NOT_FROZEN);
        }
        return scene.submit(new Request.GroupUnfreeze(group.name(), words.has("-persistent")));
    }

    private static boolean persistentlyFrozen(Scene scene, Group group) {
        return scene.configuration().groupValue(group.name(), "Frozen", "").asBoolean();
    }

    /// A persistent freeze is kept in the configuration; the other ends with the engines.
    private Group frozen(Scene scene, Words words) {
        local(words);
        Group group = scene.group(words.exactly("group").getFirst());
        if (words.has("-persistent")) {
            scene.permit(Right.ADMINISTER, group);
            scene.mustBeWritable();
        } else {
            scene.permit(Right.OPERATE, group);
            scene.mustOperate();
        }
        return group;
    }

    private Answer clear(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, CLUS, LOCALCLUS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        String system = optionalSystem(scene, words, group);
        scene.mustOperate();
        return scene.submit(new Request.GroupClear(group.name(), system));
    }

    private Answer clearAdminWait(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, Option.flag("-fault"));
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        String system = requiredSystem(scene, words, group);
        scene.mustOperate();
        return scene.submit(
                new Request.GroupClearAdminWait(group.name(), system, words.has("-fault")));
    }

    private Answer flush(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS, FORCE, CLUS, LOCALCLUS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        String system = requiredSystem(scene, words, group);
        scene.mustOperate();
        return scene.submit(new Request.GroupFlush(group.name(), system, words.has("-force")));
    }

    private Answer autoEnable(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, SYS);
        Group group = operated(scene, words, Umi.GROUP_UNKNOWN);
        String system = requiredSystem(scene, words, group);
        scene.mustOperate();
        return scene.submit(new Request.GroupAutoEnable(group.name(), system));
    }

    private Answer enable(Scene scene, List<String> typed) {
        return enable(scene, typed, true);
    }

    private Answer disable(Scene scene, List<String> typed) {
        return enable(scene, typed, false);
    }

    private Answer enable(Scene scene, List<String> typed, boolean enabled) {
        Words words = Words.parse(scene.verb(), typed, SYS);
        Group group = scene.group(words.exactly("group").getFirst());
        scene.permit(Right.ADMINISTER, group);
        String system = optionalSystem(scene, words, group);
        scene.mustBeWritable();
        return scene.submit(new Request.GroupEnable(group.name(), system, enabled));
    }

    private Answer enableResources(Scene scene, List<String> typed, boolean enabled) {
        Group group = scene.group(Words.parse(scene.verb(), typed).exactly("group").getFirst());
        scene.permit(Right.ADMINISTER, group);
        scene.mustBeWritable();
        return scene.submit(new Request.GroupEnableResources(group.name(), enabled));
    }

    /// The one group that the words name, for an operator of it.
    private Group operated(Scene scene, Words words, Umi unknown) {
        local(words);
        Group group = scene.group(words.exactly("group").getFirst(), unknown);
        scene.permit(Right.OPERATE, group);
        return group;
    }

    private Request.Target target(Scene scene, Words words, Group group, String option) {
        if (words.has("-site")) {
            throw Refusal.of(
                    Umi.NOT_SUPPORTED,
                    "-site",
                    "name a system of site " + words.required("-site", "site"));
        }
        return words.oneOf(option, "-any").equals("-any")
                ? Request.Target.ANY
                : new Request.Target(scene.systemOf(group, words.required(option, "system")));
    }

    private String requiredSystem(Scene scene, Words words, Group group) {
        return scene.systemOf(group, words.required("-sys", "system"));
    }

    private String optionalSystem(Scene scene, Words words, Group group) {
        return words.one("-sys").map(system -> scene.systemOf(group, system)).orElse("");
    }

    /// Refuses commands for another cluster.
    static void local(Words words) {
        words.notTogether("-clus", "-localclus");
        Optional<String> cluster = words.one("-clus");
        if (cluster.isPresent()) {
            throw Refusal.of(Umi.NOT_SUPPORTED, "-clus " + cluster.get(), "log on to that cluster");
        }
    }
}
