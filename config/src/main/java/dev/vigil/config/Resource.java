package dev.vigil.config;

/// A resource: one thing that an agent brings online, takes offline and monitors.
///
/// @param name unique in the whole cluster
/// @param type the name of its [ResourceType]
/// @param group the name of the [Group] it belongs to
/// @param attributes what is set explicitly, overridden static attributes included
public record Resource(String name, String type, String group, Attributes attributes) {
    /// With other attributes.
    public Resource withAttributes(Attributes changed) {
        return new Resource(name, type, group, changed);
    }
}
