package dev.vigil.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;

/// One call of an entry point: for which resource, how long it may take, and what it may use.
///
/// @param resource the resource with all attribute values as they are on this system
/// @param entryPoint which entry point is called
/// @param timeout how long it may take in all
/// @param log the log of the type; lines get type, resource and entry point in front
/// @param processes runs programs
/// @param neighbours all resources of this system's agents as they are now, by name
public record Call(
        ResourceDefinition resource,
        EntryPoint entryPoint,
        Duration timeout,
        AgentLog log,
        ProcessOwner processes,
        Supplier<Map<String, Neighbour>> neighbours) {

    /// Another resource of this system, for agents that mirror others (Proxy, Phantom).
    public record Neighbour(ResourceDefinition definition, ResourceStatus status) {}

    /// The value of a scalar attribute; "" when it is not set.
    public String text(String attribute) {
        return resource.text(attribute);
    }

    /// The values of a vector, keylist or (key, value, key, value ...) association; empty when it is not set.
    public List<String> list(String attribute) {
        return resource.values(attribute);
    }

    /// The entries of an association, in their order.
    public SequencedMap<String, String> map(String attribute) {
        return resource.association(attribute);
    }

    /// A boolean attribute: 1, true, yes and on are true.
    public boolean flag(String attribute) {
        return switch (text(attribute).toLowerCase(java.util.Locale.ROOT)) {
            case "1", "true", "yes", "on" -> true;
            default -> false;
        };
    }

    /// An integer attribute.
    ///
    /// @return `otherwise` when it is not set
    /// @throws IllegalArgumentException if it is set to something that is no integer
    public int number(String attribute, int otherwise) {
        String text = text(attribute);
        if (text.isBlank()) return otherwise;
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    attribute + " of resource " + resource.name() + " is no integer: " + text, e);
        }
    }
}
