package dev.vigil.engine.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.GroupInfo;
import dev.vigil.engine.core.ResourceInfo;
import dev.vigil.engine.had.StackStatus;

/// The cluster's state as JSON, for programs: `GET /state`.
///
/// Names and values are those that operators' commands print.
final class StateDocument {
    private final ObjectMapper mapper = new ObjectMapper();

    /// The document.
    ///
    /// @param system whose engine is asked
    byte[] of(String system, ClusterState state, StackStatus status) {
        ObjectNode root = mapper.createObjectNode();
        root.put("system", system);
        root.put("cluster", state.configuration().clusterName());
        root.put("event", state.events());
        view(root.putObject("view"), status);
        ObjectNode systems = root.putObject("systems");
        state.systems()
                .forEach(
                        (name, known) -> {
                            ObjectNode node = systems.putObject(name);
                            node.put("state", known.state().name());
                            node.put("nodeId", known.nodeId());
                            node.put("incarnation", known.incarnation());
                            node.put("jeopardy", known.jeopardy());
                            node.put("frozen", state.systemFrozen(name));
                        });
        ObjectNode groups = root.putObject("groups");
        state.topology()
                .groups()
                .forEach((name, group) -> group(groups.putObject(name), state, group));
        return write(root);
    }

    private static void view(ObjectNode node, StackStatus status) {
        node.put("id", status.view().id().toString());
        node.put("member", status.member());
        node.put("active", status.active());
        node.put("peerinactMs", status.view().peerinactNs() / 1_000_000);
        node.put("held", status.held());
        node.put("committed", status.committed());
        node.put("waiting", status.waiting());
        ObjectNode members = node.putObject("members");
        status.view()
                .members()
                .forEach((id, incarnation) -> members.put(Integer.toString(id), incarnation));
    }

    private static void group(ObjectNode node, ClusterState state, GroupInfo group) {
        node.put("parallel", group.parallel());
        node.put("frozen", state.groupFrozen(group.name()));
        ObjectNode systems = node.putObject("systems");
        for (String system : group.systems()) {
            ObjectNode on = systems.putObject(system);
            on.put("state", state.groupState(group.name(), system).text());
            on.put("probed", state.probed(group.name(), system));
            on.put("autoDisabled", state.group(group.name()).on(system).autoDisabled());
        }
        ObjectNode resources = node.putObject("resources");
        for (ResourceInfo resource : group.resources().values()) {
            ObjectNode each = resources.putObject(resource.name());
            each.put("type", resource.type());
            ObjectNode states = each.putObject("systems");
            for (String system : group.systems()) {
                states.put(system, state.resource(resource.name(), system).status().text());
            }
        }
    }

    private byte[] write(ObjectNode root) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException("a tree cannot be written", impossible);
        }
    }
}
