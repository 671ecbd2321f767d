package dev.vigil.agent.host;

import dev.vigil.agent.Call;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The words that a script gets for the attributes named in the type's ArgList.
///
/// Source: VCS Agent Developer's Guide, "ArgListValues".
final class ArgListValues {
    private ArgListValues() {}

    /// As agents registered with V50 and later get them: `name count value ...` for each attribute.
    static List<String> tuples(
            ResourceDefinition resource, Map<String, Call.Neighbour> neighbours) {
        var words = new ArrayList<String>();
        for (String attribute : resource.argList()) {
            List<String> values = values(resource, attribute, neighbours);
            words.add(attribute);
            words.add(Integer.toString(values.size()));
            words.addAll(values);
        }
        return words;
    }

    /// As agents of V40 and earlier get them: a scalar is its value, anything else a count and the values.
    static List<String> positional(
            ResourceDefinition resource, Map<String, Call.Neighbour> neighbours) {
        var words = new ArrayList<String>();
        for (String attribute : resource.argList()) {
            List<String> values = values(resource, attribute, neighbours);
            if (resource.dimensions().containsKey(attribute)) {
                words.add(Integer.toString(values.size()));
            }
            words.addAll(values);
        }
        return words;
    }

    private static List<String> values(
            ResourceDefinition resource, String attribute, Map<String, Call.Neighbour> neighbours) {
        int colon = attribute.indexOf(':');
        if (colon > 0) {
            String other = resource.text(attribute.substring(0, colon));
            return List.of(ofNeighbour(neighbours.get(other), attribute.substring(colon + 1)));
        }
        if (attribute.equals("State") && !resource.attributes().containsKey("State")) {
            return List.of(ofNeighbour(neighbours.get(resource.name()), "State"));
        }
        List<String> values = resource.values(attribute);
        boolean unsetScalar = values.isEmpty() && !resource.dimensions().containsKey(attribute);
        return unsetScalar ? List.of("") : values;
    }

    private static String ofNeighbour(Call.Neighbour neighbour, String attribute) {
        if (neighbour == null) return "";
        Probe state = neighbour.status().state();
        return switch (attribute) {
            case "Probed" -> state == Probe.NOT_PROBED ? "0" : "1";
            case "State" ->
                    switch (state) {
                        case NOT_PROBED, UNKNOWN -> "0";
                        case OFFLINE -> "1";
                        case ONLINE -> "2";
                        case FAULTED -> "4";
                    };
            default -> String.join(" ", neighbour.definition().values(attribute));
        };
    }
}
