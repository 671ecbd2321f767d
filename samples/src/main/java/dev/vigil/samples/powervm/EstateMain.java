package dev.vigil.samples.powervm;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;

import com.fasterxml.jackson.databind.json.JsonMapper;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/// The estate as a process: `EstateMain --definition FILE --state FILE --dir DIR [--speed N]`.
///
/// Once everything listens it writes `endpoints.json` into the directory: the control page's address, each console's,
/// and the files a client needs. Ports that were chosen freely are kept from one run to the next.
public final class EstateMain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EstateMain.class);

    private static final String USAGE =
            "usage: EstateMain --definition FILE --state FILE --dir DIR [--speed N]";

    /// What the command line says.
    ///
    /// @param definition the estate's JSON definition
    /// @param state where the estate is saved
    /// @param dir where keys and `endpoints.json` are
    /// @param speed how many times faster than [Timings] time passes
    public record Options(Path definition, Path state, Path dir, double speed) {

        /// Reads a command line.
        ///
        /// @throws IllegalArgumentException saying what is wrong with it
        static Options parse(List<String> arguments) {
            var given = new TreeMap<String, String>();
            for (int i = 0; i < arguments.size(); i += 2) {
                var name = arguments.get(i);
                if (!List.of("--definition", "--state", "--dir", "--speed").contains(name)) {
                    throw new IllegalArgumentException("unknown option " + name + "\n" + USAGE);
                }
                if (i + 1 == arguments.size()) {
                    throw new IllegalArgumentException(name + " needs a value\n" + USAGE);
                }
                given.put(name, arguments.get(i + 1));
            }
            for (var name : List.of("--definition", "--state", "--dir")) {
                if (!given.containsKey(name)) {
                    throw new IllegalArgumentException(name + " is missing\n" + USAGE);
                }
            }
            return new Options(
                    Path.of(given.get("--definition")),
                    Path.of(given.get("--state")),
                    Path.of(given.get("--dir")),
                    speed(given.getOrDefault("--speed", "1")));
        }

        private static double speed(String text) {
            if (!text.matches("\\d{1,6}(\\.\\d{1,6})?") || Double.parseDouble(text) <= 0) {
                throw new IllegalArgumentException(
                        "--speed must be a number above 0, not " + text + "\n" + USAGE);
            }
            return Double.parseDouble(text);
        }
    }

    private final Map<String, HmcServer> consoles = new TreeMap<>();
    private final Path endpoints;
    private final EstateRunner runner;
    private final HookRunner hooks;
    private final ControlServer control;

    /// Starts an estate.
    ///
    /// @throws IOException if a file cannot be used or a port is taken; says which
    /// @throws GeneralSecurityException if this JDK cannot make the keys
    /// @throws IllegalArgumentException if the definition is wrong; says where
    public EstateMain(Options options) throws IOException, GeneralSecurityException {
        var definition = definition(options.definition());
        var keys = new KeyFiles(options.dir().toAbsolutePath());
        keys.prepare();
        endpoints = keys.dir().resolve("endpoints.json");
        var ports = portsOfLastRun(endpoints);
        Files.deleteIfExists(endpoints);

        var timings = definition.timings().faster(options.speed());
        LongSupplier clockMs = () -> System.nanoTime() / 1_000_000;
        long offsetMs = System.currentTimeMillis() - clockMs.getAsLong();
        var store = new EstateStore(options.state());
        Files.createDirectories(options.state().toAbsolutePath().getParent());
        var estate = estate(definition, store, clockMs.getAsLong(), offsetMs);
        hooks = new HookRunner(definition.hooks(), this::hookEnded);
        runner = new EstateRunner(estate, new Passage(timings), clockMs, store, this::changed);
        var breaking = new Control(runner, timings);
        for (var console : definition.consoles()) {
            consoles.put(
                    console.name(),
                    new HmcServer(
                            console,
                            port(console.endpoint(), ports.getOrDefault(console.name(), 0)),
                            definition.sessionLimit(),
                            keys.hostKey(console.name()),
                            keys,
                            user ->
                                    user.equals("lab")
                                            ? new LabPrograms(breaking)
                                            : new ConsolePrograms(
                                                    runner,
                                                    new Operations(timings),
                                                    definition,
                                                    console,
                                                    user)));
        }
        for (var server : consoles.values()) {
            server.start();
            if (!estate.consoles().get(server.name())) {
                server.stop();
            }
        }
        keys.writeKnownHosts(consoles.values().stream().map(HmcServer::knownHost).toList());
        control =
                new ControlServer(
                        breaking,
                        definition.control(),
                        port(definition.control(), ports.getOrDefault("control", 0)));
        writeEndpoints(definition, keys);
    }

    private static Definition definition(Path file) throws IOException {
        try {
            return DefinitionFile.read(Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(
                    "--definition: there is no file " + file + "\n" + USAGE);
        } catch (DefinitionFile.Invalid invalid) {
            throw new IllegalArgumentException(file + ": " + invalid.getMessage());
        }
    }

    private static Estate estate(Definition definition, EstateStore store, long atMs, long offsetMs)
            throws IOException {
        var saved = store.load();
        if (saved.isEmpty()) {
            return FirstEstate.of(definition, atMs, offsetMs);
        }
        var fresh = FirstEstate.of(definition, atMs, offsetMs);
        if (!saved.get().servers().keySet().equals(fresh.servers().keySet())
                || !saved.get().consoles().keySet().equals(fresh.consoles().keySet())) {
            throw new IllegalArgumentException(
                    "%s was saved by an estate with other servers or consoles than its definition"
                                    .formatted(store.file())
                            + " has; remove it to begin anew");
        }
        return saved.get().resumedAt(atMs, offsetMs);
    }

    private static int port(Definition.Endpoint endpoint, int lastTime) {
        return endpoint.port() == 0 ? freeOrAny(endpoint.address(), lastTime) : endpoint.port();
    }

    /// A freely chosen port is kept for the sake of those who noted it, unless somebody else has it now.
    private static int freeOrAny(String address, int port) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
            return port;
        } catch (IOException taken) {
            LOG.warn("port {} of the last run is taken; choosing another", port);
            return 0;
        }
    }

    private static Map<String, Integer> portsOfLastRun(Path endpoints) throws IOException {
        var ports = new TreeMap<String, Integer>();
        if (!Files.exists(endpoints)) {
            return ports;
        }
        var root = JsonMapper.builder().build().readTree(Files.readAllBytes(endpoints));
        ports.put("control", root.path("control").path("port").asInt(0));
        for (var console : root.path("consoles").properties()) {
            ports.put(console.getKey(), console.getValue().path("port").asInt(0));
        }
        return ports;
    }

    private void writeEndpoints(Definition definition, KeyFiles keys) throws IOException {
        var all = new LinkedHashMap<String, Object>();
        var page = definition.control().address();
        all.put("pid", ProcessHandle.current().pid());
        all.put(
                "control",
                Map.of(
                        "address", page,
                        "port", control.port(),
                        "url", "http://%s:%d".formatted(page, control.port())));
        var each = new LinkedHashMap<String, Object>();
        for (var console : definition.consoles()) {
            var address = console.endpoint().address();
            int port = consoles.get(console.name()).port();
            each.put(
                    console.name(),
                    Map.of(
                            "address", address,
                            "port", port,
                            "host", "%s:%d".formatted(address, port)));
        }
        all.put("consoles", each);
        all.put("user", "hscroot");
        all.put("identity", keys.identity().toString());
        all.put("knownHosts", keys.knownHosts().toString());
        EstateStore.replace(
                endpoints,
                (JsonMapper.builder()
                                        .build()
                                        .writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(all)
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        LOG.info("control pages on http://{}:{}/", page, control.port());
    }

    private void changed(Estate before, Estate after) throws IOException {
        hooks.run(HookRunner.due(before, after));
        var failures = new ArrayList<String>();
        after.consoles()
                .forEach(
                        (name, up) -> {
                            try {
                                if (up) {
                                    consoles.get(name).start();
                                } else {
                                    consoles.get(name).stop();
                                }
                            } catch (IOException failed) {
                                failures.add(failed.getMessage());
                            }
                        });
        if (!failures.isEmpty()) {
            throw new IOException(String.join("; ", failures));
        }
    }

    private void hookEnded(HookRunner.Due hook, String words) {
        record Told(Estate estate) implements EstateRunner.Result {}
        runner.change(
                (estate, atMs) ->
                        new Told(
                                estate.told(
                                        atMs,
                                        HistoryEntry.What.HOOK,
                                        hook.server(),
                                        hook.partition(),
                                        words)));
    }

    /// The files and addresses of this estate, for clients.
    Path endpoints() {
        return endpoints;
    }

    /// Ends everything; the state file stays.
    @Override
    public void close() throws IOException {
        control.close();
        for (var console : consoles.values()) {
            console.close();
        }
        hooks.close();
        runner.close();
    }

    /// What the SSH library tells of every packet is of no use here.
    static void quietLibraries() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
            logging.getLogger("org.apache.sshd").setLevel(Level.WARN);
            logging.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        }
    }

    /// Runs until the process is told to end.
    ///
    /// @param arguments see [Options]
    public static void main(String[] arguments) throws Exception {
        quietLibraries();
        EstateMain estate;
        try {
            estate = new EstateMain(Options.parse(List.of(arguments)));
        } catch (IllegalArgumentException | IOException wrong) {
            System.err.println("estate: " + wrong.getMessage());
            System.exit(1);
            return;
        }
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        estate.close();
                                    } catch (IOException failed) {
                                        System.err.println("estate: " + failed.getMessage());
                                    }
                                    ended.countDown();
                                }));
        ended.await();
    }
}
