package dev.vigil.agent.host;

import dev.vigil.agent.Agent;
import dev.vigil.agent.ResourceDefinition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the agent of a type: the directory that its AgentDirectory names, else a Java class, else a directory of the type's
/// name among those configured.
final class AgentTypes {
    private static final Logger LOG = LoggerFactory.getLogger(AgentTypes.class);
    private static final String HELPER = "ag_i18n_inc.sh";

    /// @param agent null if there is none
    /// @param searched where it was looked for, in words
    record Found(Agent agent, String searched) {}

    private final HostSettings settings;
    private final Map<String, String> environment;
    private final Map<String, Agent> javaAgents = new HashMap<>();

    AgentTypes(HostSettings settings) throws IOException {
        this.settings = settings;
        environment = new LinkedHashMap<>(settings.environment());
        environment.put("VCS_HOME", settings.home().toString());
        environment.putIfAbsent("VCS_LOG", settings.logDirectory().toString());
        environment.putIfAbsent("VCS_DIAG", settings.logDirectory().toString());
        installHelper();
    }

    Found find(ResourceDefinition resource) {
        String own = resource.text("AgentDirectory").strip();
        boolean positional = Path.of(resource.text("AgentFile").strip()).endsWith("ScriptAgent");
        var directories = new ArrayList<Path>();
        if (!own.isEmpty()) directories.add(Path.of(own));
        for (Path directory : settings.agentDirectories()) {
            directories.add(directory.resolve(resource.type()));
        }
        if (own.isEmpty() && settings.agents().containsKey(resource.type())) {
            return new Found(javaAgent(resource.type()), "");
        }
        for (Path directory : directories) {
            if (ScriptAgent.isIn(directory)) {
                return new Found(new ScriptAgent(directory, positional, environment), "");
            }
        }
        return new Found(null, searched(directories));
    }

    private Agent javaAgent(String type) {
        return javaAgents.computeIfAbsent(type, name -> settings.agents().get(name).get());
    }

    private String searched(List<Path> directories) {
        var text = new StringBuilder("it is no built-in type");
        for (Path directory : directories) {
            text.append(directory.equals(directories.getFirst()) ? ", and " : ", ")
                    .append(directory.resolve("monitor"));
        }
        return text + (directories.isEmpty() ? "" : " is not there or not executable");
    }

    /// Scripts source it as `${VCS_HOME}/bin/ag_i18n_inc.sh`. An installation that can't be written to has to bring it along.
    private void installHelper() throws IOException {
        byte[] wanted;
        try (InputStream text = AgentTypes.class.getResourceAsStream(HELPER)) {
            if (text == null) throw new IOException(HELPER + " is missing in this build");
            wanted = text.readAllBytes();
        }
        Path file = settings.home().resolve("bin").resolve(HELPER);
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), wanted)) return;
            Files.createDirectories(file.getParent());
            // Several node daemons may do this at once, on a machine that plays several systems.
            Path fresh = Files.createTempFile(file.getParent(), HELPER, ".new");
            Files.write(fresh, wanted);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn(
                    "the helper functions for scripts can't be written to {}: {}",
                    file,
                    e.toString());
        }
    }

    /// Ends what Java agents hold: connections, say.
    ///
    /// @throws Exception what an agent throws
    void close() throws Exception {
        for (Agent agent : javaAgents.values()) {
            if (agent instanceof AutoCloseable closeable) closeable.close();
        }
    }
}
