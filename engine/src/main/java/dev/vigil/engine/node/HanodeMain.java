package dev.vigil.engine.node;

import dev.vigil.agent.bundled.BundledAgents;
import dev.vigil.agent.host.HostSettings;
import dev.vigil.engine.had.EngineFiles;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.BadFileException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// hanode, the node daemon.
///
/// It takes no arguments: its files are where `VIGIL_CONF`, `VIGIL_LIB`, `VIGIL_LOG` and `VIGIL_RUN` say.
///
/// | exit | means |
/// |---|---|
/// | 0 | ended by order |
/// | 70 | a state that cannot be; its successor goes on from what is stored |
/// | 78 | cannot start until somebody corrects a file; standard error says which |
public final class HanodeMain {
    /// Exit status of a daemon that met an impossible state.
    public static final int BROKEN = 70;

    /// Exit status of a daemon that needs a file corrected before it can start.
    public static final int MISCONFIGURED = 78;

    /// The place of an engine that stops what may run here while no node daemon does it; see [OnlyOne].
    public static final String CLEANER = "cleaner";

    private static final long LOG_FILE_BYTES = 33_554_432L;

    /// VCS_GAB_TIMEOUT: a connected engine that is silent for longer is killed as hung.
    private static final int ENGINE_TIMEOUT_MS = 15_000;

    /// What the daemon has said on its way out is to reach the disk.
    private static final long LAST_WORDS_MS = 1_000;

    private static final int HIGHEST_RT_PRIORITY = 99;

    private static final int CHANCE_BITS = 20;

    private HanodeMain() {}

    /// Runs until killed.
    public static void main(String[] arguments) {
        // Entry points and operators' connections are on virtual threads, and the agents look after
        // what
        // ends an entry point; none of the others may end.
        Uncaught.endProcess(
                thread -> !thread.isVirtual() && !thread.getName().startsWith("ending "));
        SystemPaths paths = SystemPaths.of(System.getenv());
        try {
            run(paths);
        } catch (BadFileException | EnvironmentNumber.Unusable misconfigured) {
            System.err.println("hanode: " + misconfigured.getMessage());
            System.exit(MISCONFIGURED);
        } catch (IOException failed) {
            System.err.println("hanode: " + failed.getMessage());
            System.exit(1);
        } catch (RuntimeException | Error impossible) {
            impossible.printStackTrace();
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    private static void run(SystemPaths paths)
            throws BadFileException, EnvironmentNumber.Unusable, IOException {
        int priority =
                EnvironmentNumber.of(System.getenv(), "VIGIL_RT_PRIORITY", 0, HIGHEST_RT_PRIORITY)
                        .orElse(RealTime.DEFAULT_PRIORITY);
        EngineFiles files = EngineFiles.read(paths);
        for (Path directory : List.of(paths.run(), paths.lib(), paths.log()))
            Files.createDirectories(directory);
        OnlyOne place = OnlyOne.take(paths.run(), "hanode");
        var lastWords = LastWords.of(paths);
        lastWords.takeBack();
        long start = StoredFile.raise(paths.lib().resolve("session"), Clock.systemUTC());
        long session = session(start);
        String bootId = bootId();
        var lease = leaseFile(paths);
        var peerinact = new StoredFile(paths.lib().resolve("peerinact"), true);
        var log = new QueuedLog(new VcsLog(paths.log(), "hanode", LOG_FILE_BYTES)::write);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> log.flush(LAST_WORDS_MS)));
        var config =
                new NodeConfig(
                        files.llt().cluster(),
                        files.llt().node(),
                        new TreeSet<>(files.hosts().names().keySet()),
                        files.llt().links().stream().map(link -> link.tag()).toList(),
                        files.llt().lowPriority(),
                        files.linkTimers(),
                        files.timing(),
                        session,
                        bootId,
                        engineTimeoutNs());
        var parts =
                new NodeDaemon.Parts(
                        config,
                        files.llt(),
                        files.hosts(),
                        files.secret(),
                        paths,
                        lease,
                        peerinact,
                        files.fencing().loser(),
                        log,
                        new MachineClock(),
                        pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly),
                        reason -> leave(reason, lastWords, log));
        OnlyOne.awaitNobody(
                paths.run(),
                CLEANER,
                new MachineClock(),
                storedLease(lease).downByNs(bootId),
                engine ->
                        log.accept(
                                LogLine.Severity.NOTICE,
                                "V-15-2-1005",
                                "The engine (process "
                                        + engine
                                        + ") stops failover resources in the place of this node"
                                        + " daemon, which begins when that is done, or should be"));
        var daemon = new NodeDaemon(parts, stored(lease, peerinact), settings(paths));
        log.accept(
                LogLine.Severity.NOTICE,
                "V-15-2-1000",
                "Node daemon of " + files.system() + " started, session " + start);
        Thread.ofPlatform()
                .name("node-loop")
                .start(
                        () -> {
                            raise(log, priority);
                            run(daemon, log);
                        });
        place.keep();
    }

    private static void raise(QueuedLog log, int priority) {
        if (priority == 0) {
            log.accept(
                    LogLine.Severity.NOTICE,
                    "V-15-2-1041",
                    "Heartbeats go out at normal priority: VIGIL_RT_PRIORITY is 0");
            return;
        }
        Optional<String> refused = new RealTime().raise(priority);
        if (refused.isEmpty())
            log.accept(
                    LogLine.Severity.NOTICE,
                    "V-15-2-1040",
                    "Heartbeats go out at real-time priority " + priority);
        else
            log.accept(
                    LogLine.Severity.WARNING,
                    "V-15-2-1041",
                    "Heartbeats go out at normal priority, and may be late on a loaded machine: "
                            + refused.get());
    }

    private static void run(NodeDaemon daemon, QueuedLog log) {
        try {
            daemon.run();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (UncheckedIOException unwritable) {
            log.accept(
                    LogLine.Severity.CRITICAL,
                    "V-15-2-1012",
                    "The node daemon ends, and hashadow starts another: "
                            + unwritable.getMessage()
                            + " ("
                            + unwritable.getCause().getMessage()
                            + ")");
            log.flush(LAST_WORDS_MS);
            throw unwritable;
        }
    }

    /// A number larger than those of all earlier starts. Its last digits are chance, so that two copies of one machine have different ones.
    private static long session(long start) {
        return start << CHANCE_BITS | new SecureRandom().nextInt(1 << CHANCE_BITS);
    }

    private static void leave(String reason, LastWords lastWords, QueuedLog log) {
        System.err.println("hanode: " + reason);
        try {
            lastWords.say(reason);
        } catch (IOException unwritable) {
            System.err.println("hanode: the engine is not told: " + unwritable.getMessage());
        }
        log.flush(LAST_WORDS_MS);
        Runtime.getRuntime().halt(MISCONFIGURED);
    }

    /// What a predecessor left: of the same boot in `/run`, its peerinact also on disk.
    private static NodeDurable stored(StoredFile lease, StoredFile peerinact) throws IOException {
        NodeDurable stored = storedLease(lease);
        var onDisk = peerinact.read();
        long ns =
                onDisk.isEmpty()
                        ? 0
                        : Long.parseLong(
                                new String(onDisk.get(), StandardCharsets.US_ASCII).strip());
        return new NodeDurable(
                stored.bootId(),
                stored.leased(),
                stored.leaseUntilNs(),
                stored.lost(),
                stored.order(),
                Math.max(ns, stored.peerinactNs()));
    }

    private static StoredFile leaseFile(SystemPaths paths) {
        return new StoredFile(paths.run().resolve("lease"), false);
    }

    private static NodeDurable storedLease(StoredFile file) throws IOException {
        var kept = file.read();
        return kept.isEmpty()
                ? NodeDurable.nothing()
                : new Json(NodeCommand.class).read(kept.get(), NodeDurable.class);
    }

    /// What the node daemon has stored in `/run`, at this moment.
    public static NodeDurable storedLease(SystemPaths paths) throws IOException {
        return storedLease(leaseFile(paths));
    }

    /// What tells one start of this machine from the others.
    public static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    private static long engineTimeoutNs() throws EnvironmentNumber.Unusable {
        return EnvironmentNumber.of(System.getenv(), "VCS_GAB_TIMEOUT", 1, 999_999_999)
                        .orElse(ENGINE_TIMEOUT_MS)
                * 1_000_000L;
    }

    /// How agents are run on a system.
    public static HostSettings settings(SystemPaths paths) {
        List<Path> agents = new ArrayList<>();
        agents.add(paths.conf().resolve("agents"));
        agents.add(paths.home().resolve("agents"));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("VCS_CONF", paths.conf().toString());
        environment.put("VCS_LOG", paths.log().toString());
        for (String name :
                List.of("VIGIL_HOME", "VIGIL_CONF", "VIGIL_LOG", "VIGIL_RUN", "VIGIL_LIB")) {
            String value = System.getenv(name);
            if (value != null) environment.put(name, value);
        }
        return HostSettings.of(
                Collections.unmodifiableList(agents),
                BundledAgents.all(paths.run()),
                paths.lib().resolve("agents.table"),
                paths.log(),
                paths.home(),
                environment);
    }
}
