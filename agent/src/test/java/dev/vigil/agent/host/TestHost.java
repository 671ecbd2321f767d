package dev.vigil.agent.host;

import static org.awaitility.Awaitility.await;

import dev.vigil.agent.Agent;
import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus;
import dev.vigil.agent.ResourceStatus.Probe;
import dev.vigil.agent.bundled.BundledAgents;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// An agent host in a directory of its own, and what it said.
public final class TestHost implements AutoCloseable {
    /// How long a test waits for what takes milliseconds on a machine that has time for it.
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        Awaitility.setDefaultTimeout(PATIENCE);
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(2));
    }

    /// Agents of the test's own, beside the bundled ones.
    public final SortedMap<String, Supplier<Agent>> agents;

    /// Everything reported, in order.
    public final List<AgentReport> reports = new CopyOnWriteArrayList<>();

    /// Whether a start is permitted.
    public volatile Permit permit = (_, _) -> true;

    /// The clock of hosts that are started from now on.
    public volatile LongSupplier clockNs = System::nanoTime;

    private final AtomicLong skippedNs = new AtomicLong();
    private final Path directory;
    private final AtomicLong ids = new AtomicLong();
    private AgentHost host;

    /// A host whose seconds are real ones.
    public TestHost(Path directory) {
        this.directory = directory;
        this.agents = new TreeMap<>(BundledAgents.all(directory.resolve("state")));
    }

    /// Starts it, or a fresh one on what the last one left.
    public TestHost start() throws IOException {
        var settings =
                HostSettings.of(
                        List.of(directory.resolve("agents")),
                        agents,
                        directory.resolve("run/table"),
                        directory.resolve("log"),
                        directory.resolve("home"),
                        Map.of("VCS_CONF", directory.toString()));
        host =
                new AgentHost(
                        settings,
                        (stamp, resource) -> permit.mayStart(stamp, resource),
                        () -> clockNs.getAsLong() + skippedNs.get(),
                        reports::add);
        return this;
    }

    /// The host itself.
    public AgentHost host() {
        return host;
    }

    /// A file in its directory.
    public Path path(String name) {
        return directory.resolve(name);
    }

    /// Writes an entry point of a script agent.
    public void script(String type, String entryPoint, String body) throws IOException {
        Path file = directory.resolve("agents").resolve(type).resolve(entryPoint);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Orders it online.
    ///
    /// @return the operation's id
    public String online(String resource) {
        String id = "on" + ids.incrementAndGet();
        host.order(new AgentOrder.Online(stamp(id), resource));
        return id;
    }

    /// Orders it offline.
    ///
    /// @return the operation's id
    public String offline(String resource) {
        String id = "off" + ids.incrementAndGet();
        host.order(new AgentOrder.Offline(stamp(id), resource));
        return id;
    }

    /// A stamp of the usual engine and view.
    public OrderStamp stamp(String id) {
        return new OrderStamp(5, 7, id);
    }

    /// Waits for a state.
    public void awaitState(String resource, Probe state) {
        await(resource + " " + state).until(() -> state(resource) == state);
    }

    /// The state as an engine that comes now would be told.
    public Probe state(String resource) {
        return snapshot(resource).status().state();
    }

    /// The same with everything else; not probed if the host does not know it.
    public AgentReport.StateChanged snapshot(String resource) {
        return host.snapshot().stream()
                .filter(state -> state.resource().equals(resource))
                .findFirst()
                .orElse(
                        new AgentReport.StateChanged(
                                resource,
                                ResourceStatus.NOT_PROBED,
                                AgentReport.Cause.PROBE,
                                "",
                                "not configured yet"));
    }

    /// Waits for the end of an operation.
    public Outcome awaitEnd(String id) {
        return awaitEnded(id).outcome();
    }

    /// Waits for the end of an operation.
    public AgentReport.OperationEnded awaitEnded(String id) {
        return await("end of " + id).until(() -> ended(id), found -> !found.isEmpty()).getFirst();
    }

    private List<AgentReport.OperationEnded> ended(String id) {
        return reports.stream()
                .filter(AgentReport.OperationEnded.class::isInstance)
                .map(AgentReport.OperationEnded.class::cast)
                .filter(end -> end.operationId().equals(id))
                .toList();
    }

    /// Waits until nothing leased may run any more.
    public void awaitLeasedIdle() throws Exception {
        host.leasedIdle().toCompletableFuture().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Lets time pass at once.
    public void skip(Duration time) {
        skippedNs.addAndGet(time.toNanos());
        // The host waits by the machine's clock: whatever is handed in makes it look at its own.
        host.leasedIdle();
    }

    /// A resource that is a file in its directory.
    public ResourceDefinition file(String name) {
        return ResourceDefinition.plain(name, "FileOnOff", "g")
                .with("PathName", directory.resolve(name).toString());
    }

    @Override
    public void close() {
        if (host != null) host.close();
    }
}
