package dev.vigil.config;

import dev.vigil.config.AttributeDefinition.Kind;
import dev.vigil.config.CommandWords.Word;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// The resource types that `hatype` and `haattr` of a command list build.
final class TypeCommands {
    private final Places places;
    private final SequencedMap<String, ResourceType> types = new LinkedHashMap<>();

    TypeCommands(Places places) {
        this.places = places;
    }

    SequencedMap<String, ResourceType> types() {
        return types;
    }

    void hatype(CommandArguments command) throws Refused {
        String name = command.word(2, "name of a type");
        switch (command.option()) {
            case "-add" -> {
                command.absent(types, Places.Kind.TYPE, name);
                types.put(name, new ResourceType(name, new LinkedHashMap<>(), BundledTypes.FILE));
                places.put(Places.Kind.TYPE, name, command.position());
            }
            case "-modify" -> modify(command, command.existing(types, Places.Kind.TYPE, name));
            default -> throw command.unknownOption();
        }
    }

    private void modify(CommandArguments command, ResourceType type) throws Refused {
        String attribute = command.word(3, "attribute");
        if (attribute.equals("SourceFile")) {
            String file = command.value(4, "file");
            types.put(
                    type.name(),
                    type.withSourceFile(file.startsWith("./") ? file.substring(2) : file));
            return;
        }
        Optional<AttributeDefinition> definition =
                type.attribute(attribute)
                        .filter(each -> each.kind() == Kind.STATIC)
                        .or(
                                () ->
                                        Schema.staticAttribute(attribute)
                                                .map(SchemaAttribute::definition));
        if (definition.isEmpty())
            throw new Refused(
                    command.words().get(3),
                    attribute + " is not a static attribute of type " + type.name(),
                    "Declare it with 'haattr -add -static'");
        AttributeDefinition found = definition.orElseThrow();
        Value value = new Modification(command, found, 4).of(Optional.of(found.initial()));
        places.put(Places.Kind.TYPE, type.name(), attribute, command.position());
        types.put(type.name(), type.with(found.withDefault(value)));
    }

    void haattr(CommandArguments command) throws Refused {
        if (!command.option().equals("-add")) throw command.unknownOption();
        Kind kind =
                switch (command.word(2, "name of a type")) {
                    case "-static" -> Kind.STATIC;
                    case "-temp" -> Kind.TEMP;
                    default -> Kind.REGULAR;
                };
        int at = kind == Kind.REGULAR ? 2 : 3;
        ResourceType type =
                command.existing(types, Places.Kind.TYPE, command.word(at, "name of a type"));
        String name = command.word(at + 1, "attribute");
        at += 2;
        ValueType valueType = ValueType.STRING;
        Dimension dimension = Dimension.SCALAR;
        for (; at < command.words().size() && isOption(command, at); at++) {
            Word option = command.words().get(at);
            Optional<ValueType> given = valueType(option.text());
            Optional<Dimension> shape = dimension(option.text());
            if (given.isEmpty() && shape.isEmpty())
                throw new Refused(
                        option,
                        "unknown option " + option.text(),
                        "Expected: -string, -integer, -boolean, -scalar, -vector, -keylist or"
                                + " -assoc");
            valueType = given.orElse(valueType);
            dimension = shape.orElse(dimension);
        }
        AttributeDefinition bare =
                new AttributeDefinition(name, valueType, dimension, kind, Optional.empty());
        boolean whole = at < command.words().size();
        places.put(Places.Kind.TYPE, type.name(), name, command.position());
        types.put(
                type.name(),
                type.with(
                        whole
                                ? bare.withDefault(
                                        new Modification(command, bare, at).of(Optional.empty()))
                                : bare));
    }

    private static boolean isOption(CommandArguments command, int at) {
        String word = command.words().get(at).text();
        return word.startsWith("-") && !word.equals("-delete");
    }

    private static Optional<ValueType> valueType(String option) {
        return Arrays.stream(ValueType.values())
                .filter(each -> each.option().equals(option))
                .findFirst();
    }

    private static Optional<Dimension> dimension(String option) {
        return Arrays.stream(Dimension.values())
                .filter(each -> each.option().equals(option))
                .findFirst();
    }
}
