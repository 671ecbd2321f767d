package dev.vigil.config;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// What has been set explicitly on one object, in the order of the attributes' names. What has not been set is not
/// here: [Configuration] knows the defaults.
public record Attributes(SequencedMap<String, Attribute> byName) {
    /// Nothing set.
    public static final Attributes NONE = new Attributes(new LinkedHashMap<>());

    public Attributes {
        byName = Ordered.sorted(byName);
    }

    /// What is set for an attribute, if anything is.
    public Optional<Attribute> get(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Whether a value is set for an attribute.
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /// The value that is set for all systems.
    public Optional<Value> global(String name) {
        return get(name).flatMap(Attribute::global);
    }

    /// The value that is set for a system, be it its own or the one for all.
    public Optional<Value> on(String name, String system) {
        return get(name).flatMap(attribute -> attribute.on(system));
    }

    /// With one attribute replaced.
    public Attributes with(String name, Attribute attribute) {
        return new Attributes(Ordered.with(byName, name, attribute));
    }

    /// With the value for all systems of one attribute set.
    public Attributes with(String name, Value value) {
        return with(name, get(name).orElse(Attribute.unset()).withGlobal(value));
    }

    /// With one system's own value of one attribute set.
    public Attributes withLocal(String name, String system, Value value) {
        return with(name, get(name).orElse(Attribute.unset()).withLocal(system, value));
    }

    /// With nothing set for an attribute.
    public Attributes without(String name) {
        return new Attributes(Ordered.without(byName, name));
    }
}
