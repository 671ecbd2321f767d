package dev.vigil.config;

/// An object that is a name and attributes: the cluster, a system, a remote cluster, a heartbeat, a site.
public record NamedObject(String name, Attributes attributes) {
    /// With other attributes.
    public NamedObject withAttributes(Attributes changed) {
        return new NamedObject(name, changed);
    }
}
