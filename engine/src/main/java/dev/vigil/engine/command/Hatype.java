package dev.vigil.engine.command;

import dev.vigil.config.Resource;
import dev.vigil.engine.core.Request;

import java.util.List;
import java.util.Optional;

/// `hatype`: resource types and their static attributes.
///
/// Source: VCS manual page hatype(1M).
final class Hatype implements Command {
    private static final Columns DISPLAY = Columns.of(12, 22, 0);

    private final Modification modification =
            new Modification(
                    Request.ObjectKind.TYPE,
                    TypeObjects::new,
                    (scene, name) -> {
                        known(scene, name);
                        return Optional.empty();
                    });

    @Override
    public String name() {
        return "hatype";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-add", this::add, "-add type"),
                Verb.of("-delete", this::delete, "-delete type"),
                Verb.of("-display", this::display, "-display [type(s)] [-attribute attribute(s)]"),
                Verb.of("-resources", this::resources, "-resources type"),
                Verb.of("-list", this::list, "-list [conditional(s)]"),
                Verb.of("-value", this::value, "-value type attribute"),
                modification.modify("type"));
    }

    private static String known(Scene scene, String type) {
        if (scene.configuration().type(type).isEmpty()) {
            throw Refusal.of(Umi.TYPE_UNKNOWN, type);
        }
        return type;
    }

    private Answer add(Scene scene, List<String> typed) {
        String type = Words.parse(scene.verb(), typed).exactly("type").getFirst();
        scene.permit(Right.ADMINISTER);
        if (scene.configuration().type(type).isPresent()) {
            throw Refusal.of(Umi.TYPE_EXISTS, type);
        }
        scene.mustBeWritable();
        return scene.submit(new Request.AddType(type));
    }

    private Answer delete(Scene scene, List<String> typed) {
        String type = Words.parse(scene.verb(), typed).exactly("type").getFirst();
        scene.permit(Right.ADMINISTER);
        known(scene, type);
        scene.mustBeWritable();
        return scene.submit(new Request.DeleteType(type));
    }

    private Answer display(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.some("-attribute"));
        scene.configuration();
        return Queries.displayPlain(
                new TypeObjects(scene.state()),
                "#Type",
                DISPLAY,
                words.operands(),
                words.many("-attribute"));
    }

    private Answer resources(Scene scene, List<String> typed) {
        String type = Words.parse(scene.verb(), typed).exactly("type").getFirst();
        known(scene, type);
        return Answer.Printed.of(
                scene.configuration().resources().stream()
                        .filter(each -> each.type().equals(type))
                        .map(Resource::name)
                        .toList());
    }

    private Answer list(Scene scene, List<String> typed) {
        List<String> conditions = Words.parse(scene.verb(), typed).operands();
        scene.configuration();
        return Queries.list(new TypeObjects(scene.state()), Condition.parse(conditions));
    }

    private Answer value(Scene scene, List<String> typed) {
        List<String> operands = Words.parse(scene.verb(), typed).exactly("type", "attribute");
        known(scene, operands.getFirst());
        return Queries.value(
                new TypeObjects(scene.state()),
                operands.getFirst(),
                operands.get(1),
                Optional.empty());
    }
}
