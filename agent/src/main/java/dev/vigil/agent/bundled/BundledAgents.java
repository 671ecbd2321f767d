package dev.vigil.agent.bundled;

import dev.vigil.agent.Agent;
import dev.vigil.agent.host.ProcessExits;
import dev.vigil.agent.lpar.LparAgent;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// All types that are served by Java classes of this product.
public final class BundledAgents {
    private BundledAgents() {}

    /// The agents by type.
    ///
    /// @param state a directory that outlives the node daemon but not the machine, as /run does
    public static SortedMap<String, Supplier<Agent>> all(Path state) {
        var exits = new ProcessExits();
        var files = new FileWatches();
        var agents = new TreeMap<String, Supplier<Agent>>();
        agents.put("FileOnOff", () -> new FileAgent(true, files));
        agents.put("FileOnOnly", () -> new FileAgent(true, files));
        agents.put("FileNone", () -> new FileAgent(true, files));
        agents.put("ElifNone", () -> new FileAgent(false, files));
        agents.put("Phantom", () -> new PhantomAgent(state.resolve("phantom")));
        agents.put("Proxy", ProxyAgent::new);
        agents.put("Process", () -> new ProcessAgent(exits));
        agents.put("ProcessOnOnly", () -> new ProcessAgent(exits));
        agents.put("Application", () -> new ApplicationAgent(exits));
        agents.put("LPAR", LparAgent::new);
        return agents;
    }
}
