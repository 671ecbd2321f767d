package dev.vigil.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A kind of resource, as a `type` block of a types file defines it.
///
/// Static attributes that the block does not name have the defaults of [Schema#staticAttributes()]; ask
/// [Configuration#typeValue].
///
/// @param attributes the attributes that the block defines, static ones first, else in its order
/// @param sourceFile the file in which the type is written, as `main.cf` includes it (`types.cf`)
public record ResourceType(
        String name, SequencedMap<String, AttributeDefinition> attributes, String sourceFile) {
    public ResourceType {
        attributes = staticOnesFirst(attributes);
    }

    private static SequencedMap<String, AttributeDefinition> staticOnesFirst(
            SequencedMap<String, AttributeDefinition> attributes) {
        SequencedMap<String, AttributeDefinition> ordered = new LinkedHashMap<>();
        for (boolean isStatic : List.of(true, false))
            attributes
                    .sequencedValues()
                    .forEach(
                            each -> {
                                if (isStatic == (each.kind() == AttributeDefinition.Kind.STATIC))
                                    ordered.put(each.name(), each);
                            });
        return Ordered.copy(ordered);
    }

    /// The definition of an attribute, if the block has one.
    public Optional<AttributeDefinition> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /// The attributes of which each resource has a value of its own that is kept in the configuration.
    public List<AttributeDefinition> regular() {
        return attributes.values().stream()
                .filter(attribute -> attribute.kind() == AttributeDefinition.Kind.REGULAR)
                .toList();
    }

    /// With an attribute added or replaced.
    public ResourceType with(AttributeDefinition attribute) {
        return new ResourceType(
                name, Ordered.with(attributes, attribute.name(), attribute), sourceFile);
    }

    /// Without an attribute.
    public ResourceType without(String attribute) {
        return new ResourceType(name, Ordered.without(attributes, attribute), sourceFile);
    }

    /// In another file.
    public ResourceType withSourceFile(String file) {
        return new ResourceType(name, attributes, file);
    }
}
