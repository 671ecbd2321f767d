package dev.vigil.config;

import java.util.Optional;

/// What an attribute may hold, and what it holds when nobody sets it.
///
/// @param defaultValue the default that the definition names; see [#initial()]
public record AttributeDefinition(
        String name, ValueType type, Dimension dimension, Kind kind, Optional<Value> defaultValue) {
    /// Whose value the attribute is.
    public enum Kind {
        /// One value per resource (or other object), kept in the configuration.
        REGULAR,
        /// One value per resource type; some may be overridden in a resource.
        STATIC,
        /// One value per resource while the engine runs; never written.
        TEMP
    }

    /// The value of an object that sets none: the default, or else nothing, zero, an empty string.
    public Value initial() {
        return defaultValue.orElseGet(() -> Value.empty(type, dimension));
    }

    /// The definition with another default.
    public AttributeDefinition withDefault(Value value) {
        return new AttributeDefinition(name, type, dimension, kind, Optional.of(value));
    }

    /// How a type definition of `types.cf` declares it, without the default: `static int IMF{}`.
    public String declaration() {
        String prefix =
                switch (kind) {
                    case REGULAR -> "";
                    case STATIC -> "static ";
                    case TEMP -> "temp ";
                };
        String base = dimension == Dimension.KEYLIST ? "keylist" : type.keyword();
        return prefix + base + " " + name + dimension.suffix();
    }
}
