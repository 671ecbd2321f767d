package dev.vigil.engine.had;

import dev.vigil.config.Diagnostic;
import dev.vigil.engine.api.ApiServer;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.interconnect.Interconnect;
import dev.vigil.engine.interconnect.LocalCaller;
import dev.vigil.engine.interconnect.LoopbackAddresses;
import dev.vigil.engine.journal.Journal;
import dev.vigil.engine.llt.LinkTraffic;
import dev.vigil.engine.llt.PacketSeal;
import dev.vigil.engine.log.HazelcastSettings;
import dev.vigil.engine.log.HazelcastTransport;
import dev.vigil.engine.log.HeldMessage;
import dev.vigil.engine.log.LogCommand;
import dev.vigil.engine.node.Descriptors;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.LastWords;
import dev.vigil.engine.node.LoserReport;
import dev.vigil.engine.node.NodeFrame;
import dev.vigil.engine.node.StoredFile;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.node.VcsLog;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Refusals;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// had at work: the stack and the core in it, and around them the other engines, the node daemon, the log's transport, files, triggers
/// and the operators. It wires; nothing is decided here.
final class HadDaemon {
    /// Hazelcast's TCP port, on loopback, is the first link's UDP port and this.
    private static final int HAZELCAST_OFFSET = 2;

    /// What the engine has said on its way out must reach those who wait for it.
    private static final long LAST_WORDS_MS = 200;

    /// How soon an engine that may not leave yet asks again.
    private static final long LEAVE_AGAIN_MS = 100;

    private static final long SHORTAGE_EVERY_MS = 60_000;

    /// A cluster that does not answer must not keep an engine that is to stop.
    private static final long LEAVE_WITHIN_MS = 5_000;

    /// What is prepared for the worst waits until the engine has started.
    private static final long REHEARSE_AFTER_MS = 2_000;

    /// How the process ends.
    interface Exit {
        /// It stays away: it was told to stop.
        int STOPPED = 0;

        /// It comes back as a new incarnation.
        int AGAIN = 75;

        /// It met a state that cannot be.
        int BROKEN = 70;

        /// It stays away until somebody corrects a file.
        int MISCONFIGURED = 78;

        /// Ends the process; does not return.
        void now(int status);
    }

    private final SystemPaths paths;
    private final EngineFiles files;
    private final ConfigurationFiles configuration;
    private final long incarnation;
    private final LongSupplier clockNs;
    private final VcsLog log;
    private final Exit exit;
    private volatile SortedMap<String, LinkTraffic> linkTraffic = new TreeMap<>();
    private LoserReport loser = LoserReport.NONE;
    private final HadLoop loop;
    private final HazelcastTransport transport;
    private final FaultEdge faultEdge;
    private final Refusals refusals;
    private final Interconnect interconnect;
    private final PeerNetwork network;
    private final CoreApplication core;
    private final FencingEdge fencing;
    private final StackRunner stack;
    private final CoreDuties duties;
    private final NodeClient node;
    private final StoredLeaseWatch leaseWatch;
    private final ApiServer api;
    private final NodeFaults faults;
    private final LastResort lastResort;
    private final OperatorDoor door;

    /// Does what would hold up the loop.
    private final ExecutorService beside =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("beside").factory());

    private ClusterState shown = ClusterState.EMPTY;

    /// Puts the engine together and begins to start its log's transport, which takes longest.
    HadDaemon(
            SystemPaths paths,
            EngineFiles files,
            ClusterKeys keys,
            ConfigurationFiles configuration,
            long incarnation,
            LongSupplier clockNs,
            VcsLog log,
            Exit exit)
            throws IOException {
        this.paths = paths;
        this.files = files;
        this.configuration = configuration;
        this.incarnation = incarnation;
        this.clockNs = clockNs;
        this.log = log;
        this.exit = exit;
        this.lastResort = new LastResort(paths, files.fencing().loser(), clockNs, log);
        this.refusals = new Refusals(this::refused);
        this.transport = transport();
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setPreferNativeTransport(false));
        this.loop = new HadLoop(vertx, clockNs, this::broken);
        this.faultEdge = new FaultEdge(new Random()::nextDouble, loop::after);
        this.interconnect =
                new Interconnect(
                        interconnectSettings(),
                        keys,
                        refusals,
                        faultEdge::cut,
                        (peer, link, bytes) ->
                                loop.execute(() -> network().received(peer, link, bytes)));
        this.network =
                new PeerNetwork(
                        interconnect, refusals, faultEdge, this::fromPeer, this::wordFromPeer);
        this.core = new CoreApplication(files.hosts().names());
        this.leaseWatch =
                new StoredLeaseWatch(
                        paths,
                        StoredLeaseGuard.of(HanodeMain.bootId()),
                        loop.vertx(),
                        clockNs,
                        this::storedLeaseOver,
                        this::say);
        this.node =
                new NodeClient(
                        paths.nodeSocket(),
                        LastWords.of(paths),
                        incarnation,
                        loop,
                        loop::after,
                        new FromNode());
        this.faults = new NodeFaults(faultEdge, node, loop::after, this::say);
        this.fencing = new FencingEdge(files, keys, loop);
        var durable = new StoredFile(paths.lib().resolve("stack"), true);
        this.stack =
                new StackRunner(
                        new Stack(
                                stackConfig(),
                                StackRunner.stored(durable),
                                core,
                                clockNs.getAsLong()),
                        new StackRunner.Ports(
                                network,
                                node,
                                transport,
                                (point, request, what) ->
                                        fencing.ask(point, request, what, this::fromPoint),
                                durable,
                                this::carryOut,
                                this::say,
                                this::changed,
                                this::sendSnapshot,
                                this::makeDigest,
                                this::keepForSupport,
                                lastResort::killNode,
                                lastResort::cleanFromTable,
                                this::die,
                                this::left),
                        loop,
                        clockNs);
        this.duties =
                new CoreDuties(
                        files.system(),
                        incarnation,
                        new CoreDuties.Ports(
                                core::state,
                                event -> stack.offer(core.encode(event)),
                                node::send,
                                () -> stack.stack().owner(),
                                this::leave,
                                this::say,
                                triggers(),
                                configuration,
                                loop::after,
                                this::cleanNs,
                                () -> stack.stack().status().view().mode().arbitrates(),
                                files.fencing().loser().panics()));
        this.door =
                new OperatorDoor(
                        files,
                        configuration,
                        core,
                        stack,
                        duties,
                        node,
                        fencing,
                        faults,
                        refusals,
                        log,
                        () -> linkTraffic,
                        () -> loser,
                        incarnation);
        this.api = new ApiServer(vertx, door, refusals);
        Descriptors descriptors = Descriptors.ofThisProcess("the engine");
        vertx.setPeriodic(
                SHORTAGE_EVERY_MS,
                timer ->
                        descriptors
                                .shortage()
                                .ifPresent(
                                        text ->
                                                say(
                                                        LogLine.Severity.WARNING,
                                                        "V-16-1-10139",
                                                        text)));
    }

    /// The interconnect may speak before the constructor has ended.
    private PeerNetwork network() {
        return network;
    }

    private Interconnect.Settings interconnectSettings() {
        return new Interconnect.Settings(
                files.llt().node(),
                incarnation,
                files.hosts().names(),
                files.llt().links(),
                sharesLoopback() ? Optional.empty() : Optional.of(hazelcastAddresses()));
    }

    private LoopbackAddresses hazelcastAddresses() {
        return new LoopbackAddresses(
                LoopbackAddresses.NETWORK,
                files.llt().links().getFirst().port() + HAZELCAST_OFFSET);
    }

    private boolean sharesLoopback() {
        return Interconnect.sharedLoopback(files.llt().links());
    }

    private HazelcastTransport transport() {
        String name =
                "vigil-"
                        + files.llt().cluster()
                        + "-"
                        + PacketSeal.derivedName(files.secret(), "log transport");
        return new HazelcastTransport(
                new HazelcastSettings(
                        name,
                        files.llt().node(),
                        incarnation,
                        hazelcastAddresses().of(files.hosts().names().keySet())),
                this::admitted,
                this::tellOthers,
                happening ->
                        loop.execute(
                                () -> stack.handle(atNs -> new Input.FromLog(atNs, happening))));
    }

    private CoreDuties.Triggers triggers() {
        var runner =
                new TriggerRunner(
                        paths,
                        List.of(paths.home().resolve("triggers")),
                        line -> loop.execute(() -> say(line)));
        return (name, path, arguments, ended) ->
                runner.run(
                        name,
                        path,
                        arguments,
                        exitCode -> loop.execute(() -> ended.accept(exitCode)));
    }

    private void refused(String text) {
        loop.execute(() -> say(LogLine.Severity.WARNING, "V-16-1-10130", text));
    }

    /// Hazelcast asks nobody who he is: its port is for the tunnels' ends in this process, or for those who share the loopback.
    private boolean admitted(Socket socket) {
        var far = (InetSocketAddress) socket.getRemoteSocketAddress();
        var near = (InetSocketAddress) socket.getLocalSocketAddress();
        boolean known =
                sharesLoopback()
                        ? LocalCaller.isThisUser(far, near)
                        : LocalCaller.isThisProcess(far, near);
        if (!known)
            refusals.note(
                    Refusals.Cause.STRANGER,
                    "a connection to "
                            + near.getAddress().getHostAddress()
                            + " TCP port "
                            + near.getPort(),
                    "",
                    System.nanoTime());
        return known;
    }

    /// The owner's word to the others is "ring VIEW WORD".
    private void tellOthers(LogCommand.Open ring, HazelcastTransport.Word word) {
        ring.members().keySet().stream()
                .filter(id -> id != files.llt().node())
                .forEach(id -> network.tell(id, "ring " + ring.view() + " " + word.text()));
    }

    private void wordFromPeer(int peer, String word) {
        String[] parts = word.split(" ", 3);
        if (parts.length == 3 && parts[0].equals("ring"))
            HazelcastTransport.Word.of(parts[2]).ifPresent(said -> transport.told(parts[1], said));
    }

    private StackConfig stackConfig() {
        int systems = files.hosts().names().size();
        return new StackConfig(
                files.llt().node(),
                files.hosts().names(),
                incarnation,
                files.gab().seedAtOnce() ? 1 : files.gab().seedCount(),
                files.timing(),
                StackConfig.mode(files.fencing().mode(), systems),
                files.fencing().pointNames());
    }

    /// Keeps a journal on disk: what was appended is there for good within a second, what could not be written is tried again.
    void care(Journal journal) {
        new JournalCare(journal, loop, this::say);
    }

    /// Writes what is wrong with the configuration files into the engine's log.
    void sayFindings(ConfigurationFiles.Found found) {
        for (Diagnostic diagnostic : found.result().diagnostics()) {
            say(
                    diagnostic.isError() ? LogLine.Severity.ERROR : LogLine.Severity.WARNING,
                    diagnostic.umi(),
                    text(diagnostic));
        }
    }

    /// Opens the engine's doors and begins.
    ///
    /// @param found the configuration files
    /// @param port of the API on loopback; nothing: none
    void start(ConfigurationFiles.Found found, boolean restarted, OptionalInt port) {
        loop.execute(
                () -> {
                    List<Future<?>> open = new ArrayList<>();
                    open.add(interconnect.open());
                    try {
                        open.add(api.listen(paths.hadSocket()));
                    } catch (IOException failed) {
                        open.add(Future.failedFuture(failed));
                    }
                    port.ifPresent(
                            number -> api.listenWhenFree(number, why -> sayNoPort(number, why)));
                    Future.all(open)
                            .onSuccess(all -> begin(found, restarted))
                            .onFailure(
                                    refused -> {
                                        System.err.println("had: " + refused.getMessage());
                                        say(
                                                LogLine.Severity.CRITICAL,
                                                "V-16-1-10116",
                                                refused.getMessage());
                                        exit.now(1);
                                    });
                });
    }

    private void begin(ConfigurationFiles.Found found, boolean restarted) {
        if (sharesLoopback())
            say(
                    LogLine.Severity.NOTICE,
                    "V-16-1-10131",
                    "All links are on this machine's loopback: the log's connections go there"
                            + " directly and are not encrypted. With links between machines they go"
                            + " through the encrypted interconnect");
        duties.ready(found, restarted);
        leaseWatch.begin();
        fencing.open();
        fencing.startWarnings()
                .forEach(text -> say(LogLine.Severity.WARNING, "V-11-1-20010", text));
        node.open();
        loop.vertx()
                .setTimer(
                        REHEARSE_AFTER_MS,
                        started ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("rehearsal")
                                        .start(this::rehearse));
        stack.handle(Input.Tick::new);
    }

    /// A diagnostic without severity and id, which the log's line has in front.
    private static String text(Diagnostic diagnostic) {
        String whole = diagnostic.toString();
        return whole.substring(whole.indexOf(diagnostic.umi()) + diagnostic.umi().length() + 1);
    }

    private void storedLeaseOver() {
        stack.handle(atNs -> new Input.StoredLease(atNs, atNs));
    }

    private void fromPoint(String point, long request, PointAnswer answer) {
        stack.handle(atNs -> new Input.FromPoint(atNs, point, request, answer));
    }

    /// A state is long: it is read beside the loop, and what comes after it does not wait for it.
    private void fromPeer(int peer, PeerMessage message) {
        if (message instanceof PeerMessage.Log(HeldMessage.Snapshot snapshot)
                && !stack.stack().status().stateful()) prepared(peer, message, snapshot);
        else toStack(peer, message);
    }

    private void toStack(int peer, PeerMessage message) {
        stack.handle(atNs -> new Input.FromPeer(atNs, peer, message));
    }

    private void carryOut(List<Object> effects) {
        duties.carryOut(effects);
    }

    private void changed() {
        duties.fireExpired();
        ClusterState now = core.state();
        if (now == shown) return;
        shown = now;
        api.stateChanged();
        fencing.weights(now)
                .ifPresent(weights -> stack.handle(atNs -> new Input.Weights(atNs, weights)));
    }

    private void say(LogLine line) {
        log.write(line);
    }

    private void say(LogLine.Severity severity, String umi, String text) {
        log.write(severity, umi, text);
    }

    private long cleanNs() {
        return stack.stack().status().view().timing(files.timing()).cleanNs();
    }

    /// What is needed to stop things in the node daemon's place, and to talk to peers, is loaded before it is needed.
    private void rehearse() {
        interconnect.rehearse();
        try {
            lastResort.rehearse();
        } catch (IOException | TimeoutException failed) {
            loop.execute(
                    () ->
                            say(
                                    LogLine.Severity.WARNING,
                                    "V-16-1-10128",
                                    "A stop in the node daemon's place was not rehearsed: "
                                            + failed));
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepForSupport(String name, Supplier<byte[]> content) {
        var file = new StoredFile(paths.lib().resolve(name + ".json.gz"), false);
        beside(
                () -> {
                    try {
                        file.write(content.get());
                    } catch (IOException failed) {
                        loop.execute(
                                () ->
                                        say(
                                                LogLine.Severity.ERROR,
                                                "V-16-1-10248",
                                                file.path()
                                                        + " cannot be written: "
                                                        + failed.getMessage()));
                    }
                });
    }

    private void makeDigest(Output.MakeDigest asked) {
        beside(
                () -> {
                    long digest = asked.digest().getAsLong();
                    loop.execute(
                            () ->
                                    stack.handle(
                                            atNs ->
                                                    new Input.Digest(
                                                            atNs,
                                                            asked.view(),
                                                            asked.position(),
                                                            digest)));
                });
    }

    private void sendSnapshot(Output.SendSnapshot snapshot) {
        beside(
                () -> {
                    PeerMessage message = snapshot.message();
                    loop.execute(
                            () -> snapshot.peers().forEach(peer -> network.send(peer, message)));
                });
    }

    private void prepared(int peer, PeerMessage message, HeldMessage.Snapshot snapshot) {
        beside(
                () -> {
                    try {
                        core.prepare(snapshot.state());
                        loop.execute(() -> toStack(peer, message));
                    } catch (IOException | RuntimeException impossible) {
                        loop.execute(
                                () -> {
                                    throw new IllegalStateException(
                                            "the state that node " + peer + " sent is refused",
                                            impossible);
                                });
                    }
                });
    }

    private void beside(Runnable task) {
        beside.execute(
                () -> {
                    try {
                        task.run();
                    } catch (Throwable impossible) {
                        broken(impossible);
                    }
                });
    }

    private void sayNoPort(int port, String why) {
        say(
                LogLine.Severity.WARNING,
                "V-16-1-10138",
                "127.0.0.1 TCP port "
                        + port
                        + " (VIGIL_API_PORT) cannot be listened on: "
                        + why
                        + ". The engine goes on without it; it is tried again by itself");
    }

    private void die(String why) {
        say(LogLine.Severity.CRITICAL, "V-16-1-10119", "The engine ends to come back: " + why);
        exit.now(Exit.AGAIN);
    }

    private void broken(Throwable impossible) {
        var trace = new java.io.StringWriter();
        impossible.printStackTrace(new java.io.PrintWriter(trace));
        try {
            say(LogLine.Severity.CRITICAL, "V-16-1-10118", "The engine is broken: " + trace);
        } finally {
            exit.now(Exit.BROKEN);
        }
    }

    /// The core wants this engine to end.
    private void leave(boolean force) {
        loop.vertx().setTimer(LEAVE_WITHIN_MS, late -> left());
        askToLeave(force);
    }

    /// Asks again while it is refused: the node daemon's word that nothing leased runs any more comes a moment after the agents'. An engine
    /// that went without the others' agreement would take its vote along.
    private void askToLeave(boolean stay) {
        stack.control(
                new ControlRequest.Leave(stay),
                (done, text) -> {
                    if (!done) loop.vertx().setTimer(LEAVE_AGAIN_MS, again -> askToLeave(stay));
                });
    }

    private void left() {
        say(LogLine.Severity.NOTICE, "V-16-1-10114", "The engine ends as it was told to");
        configuration.sync().forEach(this::say);
        loop.vertx()
                .setTimer(
                        LAST_WORDS_MS,
                        said -> {
                            transport.close();
                            exit.now(Exit.STOPPED);
                        });
    }

    /// What the node daemon does.
    private final class FromNode implements NodeClient.Listener {
        @Override
        public void connected(NodeFrame.Hello hello) {
            lastResort.nodeIs(hello.pid());
            duties.nodeConnected();
        }

        @Override
        public void heard(NodeFrame frame) {
            switch (frame) {
                case NodeFrame.Report(var report, var traffic, var reported) -> {
                    linkTraffic = traffic;
                    loser = reported;
                    leaseWatch.end();
                    interconnect.linksAre(report.peers());
                    stack.handle(atNs -> new Input.FromNode(atNs, report));
                    duties.linksAre(report);
                }
                case NodeFrame.Agents(var report) -> duties.reported(report);
                case NodeFrame.Faults(var report) -> faults.are(report);
                case NodeFrame.FaultDone(var number, var answer) -> faults.answered(number, answer);
                case NodeFrame.Fault ignored -> throw never(frame);
                case NodeFrame.Hello ignored -> throw never(frame);
                case NodeFrame.Command ignored -> throw never(frame);
                case NodeFrame.Zero ignored -> throw never(frame);
                case NodeFrame.Configure ignored -> throw never(frame);
                case NodeFrame.Snapshot ignored -> throw never(frame);
                case NodeFrame.Order ignored -> throw never(frame);
            }
        }

        private static IllegalStateException never(NodeFrame frame) {
            return new IllegalStateException("the node daemon never says this: " + frame);
        }

        @Override
        public void mute(long ms) {
            lastResort.killNode(
                    "it took this engine's connection and has said nothing for " + ms + " ms");
        }

        @Override
        public void gone() {
            lastResort.nodeGone();
            loser = LoserReport.NONE;
            leaseWatch.begin();
            faults.nodeGone();
            stack.handle(Input.NodeGone::new);
        }

        @Override
        public void leftForGood(String reason) {
            String text = "The engine ends, as the node daemon has left: " + reason;
            say(LogLine.Severity.CRITICAL, "V-16-1-10129", text);
            System.err.println("had: " + text);
            exit.now(Exit.MISCONFIGURED);
        }
    }
}
