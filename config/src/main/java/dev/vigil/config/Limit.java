package dev.vigil.config;

import java.util.Optional;

/// An attribute that is accepted, kept and shown, but not acted upon; or only one value of it.
///
/// @param level the objects that have it
/// @param attribute its name
/// @param value the value that is not acted upon; empty if that is so for all but the default
/// @param instead what happens instead, as a phrase that follows "is not acted upon:"
public record Limit(Level level, String attribute, Optional<String> value, String instead) {
    /// Whose attribute it is.
    public enum Level {
        /// The cluster's.
        CLUSTER,
        /// A system's.
        SYSTEM,
        /// A group's.
        GROUP,
        /// Any resource's.
        RESOURCE,
        /// A static attribute, set in a type or overridden in a resource.
        TYPE
    }

    /// Whether a value that somebody set is not acted upon.
    boolean concerns(AttributeDefinition definition, Value set) {
        return value.map(each -> set.text().equals(each))
                .orElseGet(() -> !set.isEmpty() && !set.equals(definition.initial()));
    }
}
