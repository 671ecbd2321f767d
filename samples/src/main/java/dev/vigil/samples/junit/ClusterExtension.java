package dev.vigil.samples.junit;

import dev.vigil.samples.cluster.RunningCluster;
import dev.vigil.samples.cluster.RunningSystem;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/// Starts the cluster of a class that is marked with [VigilCluster], hands it to its tests, and takes it down.
final class ClusterExtension
        implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);

    private RunningCluster cluster;
    private Path runs;
    private boolean failed;

    private static Path home() {
        return Stream.of(
                        System.getProperty("vigil.home"),
                        System.getProperty("vigil.root"),
                        System.getenv("VIGIL_HOME"))
                .filter(each -> each != null && !each.isBlank())
                .findFirst()
                .map(Path::of)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "set the system property vigil.home to where Vigil is"))
                .toAbsolutePath()
                .normalize();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        VigilCluster wanted = context.getRequiredTestClass().getAnnotation(VigilCluster.class);
        // Sockets lie in it, and their paths are short.
        runs = Files.createTempDirectory("vigil");
        cluster = RunningCluster.start(home(), home().resolve(wanted.value()), runs);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent() && !failed) {
            failed = true;
            System.err.println(context.getDisplayName() + " failed; files are kept in " + runs);
            System.err.println(cluster.logs());
        }
        // One that is off has nothing to heal.
        for (RunningSystem system : cluster.systems()) heal(system);
    }

    /// A node daemon that has just come may not answer yet; faults that stayed would be another test's.
    private void heal(RunningSystem system) throws IOException, InterruptedException {
        boolean healed =
                cluster.await(
                        HEALED_WITHIN,
                        () -> {
                            if (system.pid(RunningSystem.Daemon.HANODE).isEmpty()) return true;
                            try {
                                system.heal();
                                return true;
                            } catch (IOException starting) {
                                return false;
                            }
                        });
        if (!healed) throw new IOException("the faults on " + system + " are not healed");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (cluster != null) cluster.close();
        if (cluster == null || failed) return;
        try (var files = Files.walk(runs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningCluster.class;
    }

    @Override
    public RunningCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster;
    }
}
