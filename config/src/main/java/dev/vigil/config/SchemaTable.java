package dev.vigil.config;

import dev.vigil.config.SchemaAttribute.Scope;
import dev.vigil.config.SchemaAttribute.SetBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads the tables of [SchemaTables].
///
/// A line is `scope by type name default…`: scope `G`lobal, `L`ocal or `E`ither; by `U`ser, `C`ommand, `E`ngine,
/// `A`gent; a type as in type definitions (`str`, `int[]`, `keylist`, `int{}`), and `+` behind the name of a static
/// attribute that a resource may override. The default is the rest of the line: a scalar as it is, list items apart by a
/// blank, associations as `key=value`. Without one the attribute starts empty.
final class SchemaTable {
    private SchemaTable() {}

    static SequencedMap<String, SchemaAttribute> parse(
            AttributeDefinition.Kind kind, String table) {
        SequencedMap<String, SchemaAttribute> attributes = new LinkedHashMap<>();
        for (String line : table.lines().toList()) {
            SchemaAttribute attribute = attribute(kind, line.strip().split(" +", 5));
            if (attributes.put(attribute.name(), attribute) != null)
                throw new IllegalStateException("twice in the schema: " + line);
        }
        return Ordered.copy(attributes);
    }

    private static SchemaAttribute attribute(AttributeDefinition.Kind kind, String[] fields) {
        String declared = fields[2];
        boolean overridable = fields[3].endsWith("+");
        String name = overridable ? fields[3].substring(0, fields[3].length() - 1) : fields[3];
        Dimension dimension = dimension(declared);
        ValueType type = type(declared);
        Optional<Value> initial =
                fields.length < 5 ? Optional.empty() : Optional.of(value(dimension, fields[4]));
        return new SchemaAttribute(
                new AttributeDefinition(name, type, dimension, kind, initial),
                scope(fields[0]),
                setBy(fields[1]),
                overridable);
    }

    private static Scope scope(String letter) {
        return switch (letter) {
            case "G" -> Scope.GLOBAL;
            case "L" -> Scope.LOCAL;
            case "E" -> Scope.EITHER;
            default -> throw new IllegalStateException("no scope: " + letter);
        };
    }

    private static SetBy setBy(String letter) {
        return switch (letter) {
            case "U" -> SetBy.USER;
            case "C" -> SetBy.COMMAND;
            case "E" -> SetBy.ENGINE;
            case "A" -> SetBy.AGENT;
            default -> throw new IllegalStateException("nobody: " + letter);
        };
    }

    private static Dimension dimension(String declared) {
        if (declared.equals("keylist")) return Dimension.KEYLIST;
        if (declared.endsWith("[]")) return Dimension.VECTOR;
        return declared.endsWith("{}") ? Dimension.ASSOCIATION : Dimension.SCALAR;
    }

    private static ValueType type(String declared) {
        if (declared.startsWith("int")) return ValueType.INTEGER;
        if (declared.startsWith("bool")) return ValueType.BOOLEAN;
        return declared.startsWith("float") ? ValueType.FLOAT : ValueType.STRING;
    }

    private static Value value(Dimension dimension, String text) {
        return switch (dimension) {
            case SCALAR -> new Value.Scalar(text);
            case VECTOR -> new Value.Vector(List.of(text.split(" ")));
            case KEYLIST -> new Value.Keylist(List.of(text.split(" ")));
            case ASSOCIATION -> {
                SequencedMap<String, String> entries = new LinkedHashMap<>();
                for (String entry : text.split(" "))
                    entries.put(
                            entry.substring(0, entry.indexOf('=')),
                            entry.substring(entry.indexOf('=') + 1));
                yield new Value.Association(entries);
            }
        };
    }
}
