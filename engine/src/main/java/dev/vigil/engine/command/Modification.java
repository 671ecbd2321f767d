package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Request;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// `-modify`, `-local` and `-global`, which every kind of object has in the same form.
///
/// Whether a value fits its attribute is checked by the core, when the change is applied to the configuration of that
/// moment; here only what the words themselves show.
///
/// @param kind whose attributes these are
/// @param objects the objects of that kind
/// @param owner finds the group whose administrators may do it; empty for Cluster Administrators only
record Modification(
        Request.ObjectKind kind,
        Function<ClusterState, Objects> objects,
        BiFunction<Scene, String, Optional<Group>> owner) {
    private static final Option ADD = Option.some("-add");
    private static final Option UPDATE = Option.some("-update");
    private static final Option DELETE = Option.any("-delete");
    private static final Option KEYS = Option.flag("-keys");
    private static final Option SYS = Option.one("-sys");

    /// The verb `-modify`.
    ///
    /// @param object what the usage text calls an object; empty for the cluster, which needs no name
    Verb modify(String object) {
        String start = "-modify " + (object.isEmpty() ? "" : object + " ") + "attribute ";
        String end = kind == Request.ObjectKind.CLUSTER ? "" : " [-sys system]";
        return Verb.of(
                "-modify",
                this::change,
                start + "value ... | key value ..." + end,
                start + "-add value ... | -add key value ..." + end,
                start + "-update key value ..." + end,
                start + "-delete key ... | -delete -keys" + end);
    }

    Verb local(String object) {
        return Verb.of("-local", this::localize, "-local " + object + " attribute");
    }

    Verb global(String object) {
        return Verb.of(
                "-global",
                this::globalize,
                "-global " + object + " attribute value ... | key ... | key value ...");
    }

    private Answer change(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, ADD, UPDATE, DELETE, KEYS, SYS);
        words.notTogether("-add", "-update", "-delete");
        String[] named = named("attribute");
        List<String> operands = words.atLeast(named);
        Request.Edit edit = edit(words);
        List<String> values =
                switch (edit) {
                    case REPLACE -> operands.subList(named.length, operands.size());
                    case ADD -> words.many("-add");
                    case UPDATE -> words.many("-update");
                    case DELETE -> words.many("-delete");
                    case DELETE_ALL -> List.of();
                };
        if (edit == Request.Edit.REPLACE && values.isEmpty()) {
            throw Refusal.misused(List.of(), Umi.MISSING, scene.verb(), "value");
        }
        if (edit != Request.Edit.REPLACE) {
            words.exactly(named);
        }
        if (edit == Request.Edit.DELETE && values.isEmpty()) {
            throw Refusal.misused(List.of(), Umi.MISSING, scene.verb(), "key, or -keys for all");
        }
        String object = object(scene, operands);
        String attribute = attribute(scene, object, operands.get(named.length - 1));
        words.one("-sys").ifPresent(system -> scene.knownSystem(system, Umi.SYSTEM_NOT_FOUND));
        scene.mustBeWritable();
        return scene.submit(
                new Request.Modify(
                        kind, object, attribute, edit, values, words.one("-sys").orElse("")));
    }

    private static Request.Edit edit(Words words) {
        if (words.has("-add")) {
            return Request.Edit.ADD;
        }
        if (words.has("-update")) {
            return Request.Edit.UPDATE;
        }
        if (words.has("-delete")) {
            return words.has("-keys") ? Request.Edit.DELETE_ALL : Request.Edit.DELETE;
        }
        return Request.Edit.REPLACE;
    }

    private Answer localize(Scene scene, List<String> typed) {
        List<String> operands = Words.parse(scene.verb(), typed).exactly(named("attribute"));
        String object = object(scene, operands);
        String attribute = attribute(scene, object, operands.getLast());
        scene.mustBeWritable();
        return scene.submit(new Request.Localize(kind, object, attribute));
    }

    private Answer globalize(Scene scene, List<String> typed) {
        List<String> operands = Words.parse(scene.verb(), typed).atLeast(named("attribute"));
        String object = object(scene, operands);
        String attribute = attribute(scene, object, operands.get(1));
        scene.mustBeWritable();
        return scene.submit(
                new Request.Globalize(
                        kind, object, attribute, operands.subList(2, operands.size())));
    }

    private String[] named(String attribute) {
        return kind == Request.ObjectKind.CLUSTER
                ? new String[] {attribute}
                : new String[] {kind.name().toLowerCase(Locale.ROOT), attribute};
    }

    /// The object's name, known to exist; the caller may change it.
    private String object(Scene scene, List<String> operands) {
        if (kind == Request.ObjectKind.CLUSTER) {
            scene.permit(Right.ADMINISTER);
            return scene.configuration().clusterName();
        }
        String name = operands.getFirst();
        scene.permit(Right.ADMINISTER, owner.apply(scene, name));
        return name;
    }

    /// The attribute's name, known to belong to the object.
    private String attribute(Scene scene, String object, String attribute) {
        Objects all = objects.apply(scene.state());
        if (!all.has(object, attribute) && kind == Request.ObjectKind.TYPE) {
            throw Refusal.of(Umi.NOT_STATIC, attribute);
        }
        if (!all.has(object, attribute)) {
            throw Refusal.of(Umi.ATTRIBUTE_UNKNOWN, attribute, all.kind(), object);
        }
        return attribute;
    }
}
