package dev.vigil.agent.bundled;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Phantom: gives a group without OnOff resources a state. It is online when all of them are.
///
/// Only the resources with Operations = None or OnOnly are mirrored. In a group with none of these it is what it was last told to
/// be, which a file remembers.
///
/// Source: VCS Bundled Agents Reference Guide, "Phantom agent".
final class PhantomAgent implements Agent {
    private static final String ONLINE = "online";
    private static final String OFFLINE = "offline";

    private final Path directory;

    /// @param directory where it remembers what it was told
    PhantomAgent(Path directory) {
        this.directory = directory;
    }

    @Override
    public MonitorResult monitor(Call call) throws IOException {
        String told = told(call);
        if (told.equals(OFFLINE)) return MonitorResult.offline();
        boolean mirrors = false;
        for (Call.Neighbour neighbour : call.neighbours().get().values()) {
            if (!mirrors(call.resource(), neighbour.definition())) continue;
            mirrors = true;
            Probe state = neighbour.status().state();
            String name = neighbour.definition().name();
            if (state == Probe.NOT_PROBED || state == Probe.UNKNOWN) {
                return MonitorResult.unknown("resource " + name + " is not probed yet");
            }
            if (state != Probe.ONLINE) return MonitorResult.offline(name + " is " + state);
        }
        return mirrors || told.equals(ONLINE) ? MonitorResult.online() : MonitorResult.offline();
    }

    @Override
    public boolean mirrors(ResourceDefinition resource, ResourceDefinition other) {
        return other.group().equals(resource.group()) && !other.operations().equals("OnOff");
    }

    @Override
    public int online(Call call) throws IOException {
        tell(call, ONLINE);
        return 0;
    }

    @Override
    public int offline(Call call) throws IOException {
        tell(call, OFFLINE);
        return 0;
    }

    @Override
    public int clean(Call call, CleanReason reason) throws IOException {
        tell(call, OFFLINE);
        return 0;
    }

    private String told(Call call) throws IOException {
        Path file = directory.resolve(call.resource().name());
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void tell(Call call, String what) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(call.resource().name()), what);
    }
}
