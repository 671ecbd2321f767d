package dev.vigil.engine.command;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.AttributeDefinition.Kind;
import dev.vigil.config.Dimension;
import dev.vigil.config.ResourceType;
import dev.vigil.config.Schema;
import dev.vigil.config.SchemaAttribute;
import dev.vigil.config.ValueType;
import dev.vigil.engine.core.Request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// `haattr`: the attributes that objects can have.
///
/// Source: VCS manual page haattr(1M).
final class Haattr implements Command {
    private static final Columns DISPLAY = Columns.of(24, 8, 8, 10, 0);
    private static final Option STATIC = Option.flag("-static");
    private static final Option TEMP = Option.flag("-temp");

    @Override
    public String name() {
        return "haattr";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-add",
                        this::add,
                        "-add [-temp | -static] type attribute [-string | -integer | -boolean]"
                                + " [-scalar | -vector | -keylist | -assoc] [default ...]"),
                Verb.of("-default", this::setDefault, "-default type attribute default ..."),
                Verb.of("-delete", this::delete, "-delete [-static | -temp] type attribute"),
                Verb.of(
                        "-display",
                        this::display,
                        "-display {cluster | group | system | heartbeat | type}"));
    }

    private Answer add(Scene scene, List<String> typed) {
        var options = new ArrayList<>(List.of(STATIC, TEMP));
        // The default may follow the last of these options.
        Arrays.stream(ValueType.values()).forEach(each -> options.add(Option.any(each.option())));
        Arrays.stream(Dimension.values()).forEach(each -> options.add(Option.any(each.option())));
        Words words = Words.parse(scene.verb(), typed, options.toArray(Option[]::new));
        words.notTogether("-static", "-temp");
        ValueType type = ValueType.STRING;
        Dimension dimension = Dimension.SCALAR;
        var defaults = new ArrayList<String>();
        List<String> operands = words.atLeast("type", "attribute");
        defaults.addAll(operands.subList(2, operands.size()));
        for (ValueType each : ValueType.values()) {
            if (words.has(each.option())) {
                type = each;
                defaults.addAll(words.many(each.option()));
            }
        }
        for (Dimension each : Dimension.values()) {
            if (words.has(each.option())) {
                dimension = each;
                defaults.addAll(words.many(each.option()));
            }
        }
        words.notTogether(
                Arrays.stream(ValueType.values()).map(ValueType::option).toArray(String[]::new));
        words.notTogether(
                Arrays.stream(Dimension.values()).map(Dimension::option).toArray(String[]::new));
        administered(scene, operands.getFirst());
        return scene.submit(
                new Request.AddAttribute(
                        operands.getFirst(),
                        operands.get(1),
                        type,
                        dimension,
                        words.has("-static")
                                ? Kind.STATIC
                                : words.has("-temp") ? Kind.TEMP : Kind.REGULAR,
                        defaults));
    }

    private Answer setDefault(Scene scene, List<String> typed) {
        List<String> operands =
                Words.parse(scene.verb(), typed).atLeast("type", "attribute", "default");
        known(administered(scene, operands.getFirst()), operands.get(1));
        return scene.submit(
                new Request.SetDefault(
                        operands.getFirst(),
                        operands.get(1),
                        operands.subList(2, operands.size())));
    }

    private Answer delete(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, STATIC, TEMP);
        words.notTogether("-static", "-temp");
        List<String> operands = words.exactly("type", "attribute");
        known(administered(scene, operands.getFirst()), operands.get(1));
        return scene.submit(new Request.DeleteAttribute(operands.getFirst(), operands.get(1)));
    }

    private static ResourceType administered(Scene scene, String type) {
        scene.permit(Right.ADMINISTER);
        ResourceType found =
                scene.configuration()
                        .type(type)
                        .orElseThrow(() -> Refusal.of(Umi.TYPE_UNKNOWN, type));
        scene.mustBeWritable();
        return found;
    }

    private static void known(ResourceType type, String attribute) {
        if (type.attribute(attribute).isEmpty()) {
            throw Refusal.of(Umi.ATTRIBUTE_UNKNOWN, attribute, "Type", type.name());
        }
    }

    private Answer display(Scene scene, List<String> typed) {
        String of = Words.parse(scene.verb(), typed).exactly("type").getFirst();
        Collection<AttributeDefinition> definitions =
                switch (of) {
                    case "cluster" -> definitions(Schema.clusterAttributes().values());
                    case "group" -> definitions(Schema.groupAttributes().values());
                    case "system" -> definitions(Schema.systemAttributes().values());
                    case "heartbeat" -> definitions(Schema.heartbeatAttributes().values());
                    default ->
                            scene.configuration()
                                    .type(of)
                                    .orElseThrow(() -> Refusal.of(Umi.TYPE_UNKNOWN, of))
                                    .attributes()
                                    .values();
                };
        List<String> header = List.of("#Attribute", "Kind", "Type", "Dimension", "Default");
        return Answer.Printed.of(
                DISPLAY.table(
                        header,
                        definitions.stream()
                                .map(
                                        each ->
                                                List.of(
                                                        each.name(),
                                                        each.kind()
                                                                .name()
                                                                .toLowerCase(java.util.Locale.ROOT),
                                                        each.type().option().substring(1),
                                                        each.dimension().option().substring(1),
                                                        Cell.global(each.name(), each.initial())
                                                                .displayed()))
                                .toList()));
    }

    private static List<AttributeDefinition> definitions(Collection<SchemaAttribute> schema) {
        return schema.stream().map(SchemaAttribute::definition).toList();
    }
}
