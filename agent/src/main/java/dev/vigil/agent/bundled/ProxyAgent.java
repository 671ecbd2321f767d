package dev.vigil.agent.bundled;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceDefinition;

/// Proxy: has the state of another resource of this system, so that several groups can depend on one network card, say.
///
/// Source: VCS Bundled Agents Reference Guide, "Proxy agent".
final class ProxyAgent implements Agent {
    @Override
    public MonitorResult monitor(Call call) {
        String target = call.text("TargetResName");
        String system = call.text("TargetSysName");
        String here = call.resource().system().getOrDefault("SysName", "");
        if (target.isBlank()) return MonitorResult.unknown("TargetResName is not set");
        if (!system.isBlank() && !system.equals(here)) {
            return MonitorResult.unknown(
                    "TargetSysName is "
                            + system
                            + ": only resources of this system ("
                            + here
                            + ") can be mirrored");
        }
        Call.Neighbour neighbour = call.neighbours().get().get(target);
        if (neighbour == null) {
            return MonitorResult.unknown("there is no resource " + target + " on this system");
        }
        if (neighbour.definition().type().equals(call.resource().type())) {
            return MonitorResult.unknown("resource " + target + " is a Proxy itself");
        }
        return switch (neighbour.status().state()) {
            case ONLINE -> MonitorResult.online(neighbour.status().confidence(), "");
            case OFFLINE, FAULTED ->
                    MonitorResult.offline(target + " is " + neighbour.status().text());
            case NOT_PROBED, UNKNOWN ->
                    MonitorResult.unknown("resource " + target + " is not probed yet");
        };
    }

    @Override
    public boolean mirrors(ResourceDefinition resource, ResourceDefinition other) {
        return resource.text("TargetResName").equals(other.name());
    }
}
