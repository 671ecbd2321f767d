package dev.vigil.config;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// What has been set for one attribute of one object: a value for all systems (`Device = en0`), values for single
/// systems (`Device @sys1 = en0`), or both, where a system's own value comes first.
///
/// For the attributes of a heartbeat the keys of `local` are the names of clusters.
///
/// @param global the value for all systems that have none of their own
/// @param local the values of single systems, in the order of their names
public record Attribute(Optional<Value> global, SequencedMap<String, Value> local) {
    public Attribute {
        local = Ordered.sorted(local);
    }

    /// An attribute with one value for all systems.
    public static Attribute of(Value value) {
        return new Attribute(Optional.of(value), new LinkedHashMap<>());
    }

    /// An attribute for which nothing is set.
    public static Attribute unset() {
        return new Attribute(Optional.empty(), new LinkedHashMap<>());
    }

    /// The value that holds on a system, if one is set.
    public Optional<Value> on(String system) {
        Value own = local.get(system);
        return own == null ? global : Optional.of(own);
    }

    /// Whether any system has a value of its own.
    public boolean isLocal() {
        return !local.isEmpty();
    }

    /// The attribute with the value for all systems set.
    public Attribute withGlobal(Value value) {
        return new Attribute(Optional.of(value), local);
    }

    /// The attribute with one system's own value set.
    public Attribute withLocal(String system, Value value) {
        return new Attribute(global, Ordered.with(local, system, value));
    }

    /// The attribute without a system's own value.
    public Attribute withoutLocal(String system) {
        return new Attribute(global, Ordered.without(local, system));
    }
}
