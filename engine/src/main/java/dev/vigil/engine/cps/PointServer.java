package dev.vigil.engine.cps;

import dev.vigil.engine.cps.ServedClusters.Served;
import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointState;
import dev.vigil.engine.fence.PointWire;
import dev.vigil.engine.fence.PointWord;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;
import dev.vigil.engine.tls.Strangers;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import javax.net.ssl.SSLPeerUnverifiedException;

/// A coordination point at work: TLS connections of systems, each of which asks in its own name for its own cluster.
///
/// All work is done on one event loop, disk writes too: a change is on disk before anyone is told, and the next request sees it.
public final class PointServer {
    private static final long HANDSHAKE_WITHIN_S = 5;

    /// had keeps one connection open, and operators' commands come and go. The oldest goes when there are more.
    private static final int MOST_CONNECTIONS_OF_ONE = 4;

    private final Vertx vertx;
    private final String name;
    private final List<PointAddress> listen;
    private final Path memory;
    private final Consumer<LogLine> log;
    private final LongSupplier clockNs;
    private final ServedClusters clusters;
    private final Complaints complaints = new Complaints();
    private final Strangers strangers = new Strangers(Set.of());
    private final Map<Identity, Deque<NetSocket>> connections = new HashMap<>();
    private final List<NetServer> servers = new ArrayList<>();
    private long changes;

    /// A server that does not listen yet.
    ///
    /// @param name for messages
    /// @param listen where to listen; port 0 for any
    /// @param clusters a directory of keys for each cluster
    /// @param memory where the memory of each cluster is kept
    /// @param log is told what operators want to know
    /// @param clockNs monotonic
    public PointServer(
            Vertx vertx,
            String name,
            List<PointAddress> listen,
            Path clusters,
            Path memory,
            Consumer<LogLine> log,
            LongSupplier clockNs) {
        this.vertx = vertx;
        this.name = name;
        this.listen = List.copyOf(listen);
        this.memory = memory;
        this.log = log;
        this.clockNs = clockNs;
        this.clusters =
                new ServedClusters(
                        clusters,
                        memory,
                        problem -> complain("unusable", problem, Optional.empty(), problem));
    }

    /// Reads the clusters and their memories, and listens.
    ///
    /// @return the TCP ports, in the order of the addresses
    public Future<List<Integer>> start() {
        clusters.look(clockNs.getAsLong());
        var keys = new ServedKeys(serverName -> clusters.named(serverName, clockNs.getAsLong()));
        ServerSSLOptions tls = tls(keys);
        List<Future<NetServer>> listening = new ArrayList<>();
        for (PointAddress address : listen) {
            NetServer server =
                    vertx.createNetServer(options(address))
                            .connectHandler(socket -> knocked(socket, tls));
            servers.add(server);
            listening.add(
                    server.listen()
                            .recover(
                                    refused ->
                                            Future.failedFuture(
                                                    new IOException(
                                                            address
                                                                    + " cannot be listened on ("
                                                                    + refused.getMessage()
                                                                    + ")",
                                                            refused))));
        }
        return Future.all(listening)
                .map(
                        all -> {
                            List<Integer> ports =
                                    servers.stream().map(NetServer::actualPort).toList();
                            say(
                                    LogLine.Severity.NOTICE,
                                    "V-97-1400-1",
                                    "Coordination point "
                                            + name
                                            + " listens on "
                                            + listen
                                            + " and serves "
                                            + (clusters.all().isEmpty()
                                                    ? "no cluster yet"
                                                    : clusters.all().stream()
                                                            .map(Served::name)
                                                            .toList()));
                            return ports;
                        });
    }

    /// Stops; what was granted is on disk.
    public Future<Void> stop() {
        return Future.all(servers.stream().map(NetServer::close).toList()).mapEmpty();
    }

    /// What was counted since the start.
    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = complaints.counts();
        counts.put("changes", changes);
        counts.put("connections", connections.values().stream().mapToLong(Deque::size).sum());
        return counts;
    }

    /// The same and more for a monitoring system, as Prometheus wants it. To be called on the event loop.
    public String metrics() {
        return PointMetrics.text(counts(), clusters.all());
    }

    private static NetServerOptions options(PointAddress address) {
        return new NetServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReuseAddress(true);
    }

    private static ServerSSLOptions tls(ServedKeys keys) {
        var options =
                new ServerSSLOptions()
                        .setKeyCertOptions(KeyCertOptions.wrap(keys.keyManager()))
                        .setTrustOptions(TrustOptions.wrap(keys.trustManager()))
                        .setSslHandshakeTimeout(HANDSHAKE_WITHIN_S)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        options.setClientAuth(ClientAuth.REQUIRED);
        options.setEnabledSecureTransportProtocols(ClusterKeys.protocols());
        return options;
    }

    /// It is plain until there is known to be room for a handshake.
    private void knocked(NetSocket socket, ServerSSLOptions tls) {
        String source = socket.remoteAddress().hostAddress();
        socket.exceptionHandler(broken -> socket.close());
        if (!strangers.admit(source)) {
            complain(
                    "too_many",
                    "too_many",
                    Optional.empty(),
                    "A connection from "
                            + source
                            + " was refused: too many have not yet shown who they are");
            socket.close();
            return;
        }
        var stranger = new Stranger(socket, source);
        // That a handshake failed is told before or after the end of its connection.
        socket.closeHandler(
                closed ->
                        vertx.runOnContext(later -> stranger.failed(new ClosedChannelException())));
        socket.upgradeToSsl(tls).onComplete(done -> stranger.secured(), stranger::failed);
    }

    /// A connection of which it is not yet known whose it is.
    private final class Stranger {
        private final NetSocket socket;
        private final String source;
        private boolean over;

        Stranger(NetSocket socket, String source) {
            this.socket = socket;
            this.source = source;
        }

        void secured() {
            if (!left()) return;
            accept(socket);
        }

        void failed(Throwable why) {
            if (!left()) return;
            String cause = Strangers.causeOf(why);
            complain("handshake", cause, Optional.empty(), "A connection was refused: " + cause);
            socket.close();
        }

        private boolean left() {
            if (over) return false;
            over = true;
            strangers.left(source);
            return true;
        }
    }

    private void accept(NetSocket socket) {
        Optional<Identity> peer = identity(socket);
        Optional<Served> served = peer.flatMap(who -> clusters.find(who.cluster()));
        if (served.isEmpty()) {
            socket.close();
            return;
        }
        new Connection(socket, peer.get(), served.get()).open();
    }

    private Optional<Identity> identity(NetSocket socket) {
        try {
            return Optional.of(
                    Identity.of((X509Certificate) socket.sslSession().getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException | CertificateException stranger) {
            return Optional.empty();
        }
    }

    /// One client's connection.
    private final class Connection {
        private final NetSocket socket;
        private final Identity peer;
        private final Served served;

        Connection(NetSocket socket, Identity peer, Served served) {
            this.socket = socket;
            this.peer = peer;
            this.served = served;
        }

        void open() {
            Deque<NetSocket> same = connections.computeIfAbsent(peer, first -> new ArrayDeque<>());
            same.add(socket);
            if (same.size() > MOST_CONNECTIONS_OF_ONE) same.removeFirst().close();
            socket.exceptionHandler(broken -> socket.close());
            socket.closeHandler(closed -> forget());
            socket.handler(PointWire.reader(this::said, this::bad));
        }

        private void forget() {
            Deque<NetSocket> same = connections.get(peer);
            if (same == null) return;
            same.remove(socket);
            if (same.isEmpty()) connections.remove(peer);
        }

        private void said(PointWord word) {
            switch (word) {
                case PointWord.Ask(var id, var request) -> {
                    if (request == null || !ownName(request)) {
                        bad("a request in the name of another: " + request);
                        return;
                    }
                    answer(id, ask(request));
                }
                case PointWord.Ping(var id) ->
                        answer(
                                id,
                                isDamaged()
                                        ? damaged()
                                        : new PointAnswer.Granted(memory().state().keys()));
                case PointWord.Describe(var id) -> send(describe(id));
                case PointWord.Clear(var id, var system) ->
                        answer(
                                id,
                                store(
                                        memory().with(memory().state().cleared(system)),
                                        "clears the key of " + systemName(system)));
                case PointWord.Forget(var id, var system) ->
                        answer(
                                id,
                                store(
                                        memory().forgetting(system),
                                        "lets " + systemName(system) + " be forgotten"));
                case PointWord.ForgetCluster(var id) -> answer(id, forgetCluster());
                case PointWord.Answer _, PointWord.Description _ -> bad("the word of a point");
            }
        }

        /// A system asks in its own name; a point asks for nobody.
        private boolean ownName(PointRequest request) {
            return switch (request) {
                case PointRequest.Register(var key, _) -> isPeer(key);
                case PointRequest.Unregister(var key) -> isPeer(key);
                case PointRequest.Eject(var racer, _, _) -> isPeer(racer);
                case PointRequest.ReadKeys() -> true;
            };
        }

        private boolean isPeer(Key key) {
            return key != null
                    && peer instanceof Identity.OfSystem system
                    && system.node() == key.system();
        }

        private PointAnswer ask(PointRequest request) {
            if (isDamaged()) return damaged();
            PointState.Step step = memory().state().apply(request);
            if (step.answer() instanceof PointAnswer.Refused(var reason, _, _)) {
                complain(
                        "refused",
                        peer + " " + request.getClass().getSimpleName() + " " + reason,
                        Optional.of(served),
                        peer.name() + " is refused: " + reason);
                return step.answer();
            }
            PointMemory next = memory().with(step.state());
            if (peer instanceof Identity.OfSystem system && !step.state().equals(memory().state()))
                next = next.naming(system.node(), system.name());
            return store(next, what(request)) instanceof PointAnswer.Unreachable failed
                    ? failed
                    : step.answer();
        }

        private PointAnswer store(PointMemory next, String what) {
            if (isDamaged()) return damaged();
            if (next.equals(memory())) return new PointAnswer.Granted(memory().state().keys());
            try {
                served.store().write(next);
            } catch (IOException failed) {
                return notStored(failed);
            }
            changes++;
            say(
                    LogLine.Severity.NOTICE,
                    "V-97-1400-2",
                    "Cluster "
                            + served.name()
                            + ": "
                            + peer.name()
                            + " "
                            + what
                            + "; registered now: "
                            + registered());
            return new PointAnswer.Granted(memory().state().keys());
        }

        private PointAnswer forgetCluster() {
            try {
                served.store().forget();
            } catch (IOException failed) {
                return notStored(failed);
            }
            say(
                    LogLine.Severity.WARNING,
                    "V-97-1400-3",
                    "Cluster "
                            + served.name()
                            + ": "
                            + peer.name()
                            + " lets all of it be forgotten");
            return new PointAnswer.Granted(memory().state().keys());
        }

        private PointAnswer notStored(IOException failed) {
            complain(
                    "disk",
                    failed.toString(),
                    Optional.of(served),
                    "nothing can be stored in "
                            + PointServer.this.memory
                            + " ("
                            + failed
                            + "); until it can, the point grants nothing. Check the disk");
            return new PointAnswer.Unreachable(
                    "the coordination point " + name + " cannot write its disk");
        }

        private boolean isDamaged() {
            return served.store().damage().isPresent();
        }

        private PointAnswer.Unreachable damaged() {
            return new PointAnswer.Unreachable(
                    "what the coordination point "
                            + name
                            + " has stored of the cluster is damaged, and it grants nothing; see"
                            + " its log");
        }

        private PointWord describe(long id) {
            SortedSet<Integer> nodes = new TreeSet<>(memory().names().keySet());
            nodes.addAll(memory().state().registered().keySet());
            nodes.addAll(memory().state().buried().keySet());
            List<PointWord.SystemAtPoint> systems = new ArrayList<>();
            for (int node : nodes)
                systems.add(
                        new PointWord.SystemAtPoint(
                                node,
                                memory().names().getOrDefault(node, ""),
                                memory().state().registered().getOrDefault(node, -1L),
                                memory().state().buried().getOrDefault(node, -1L)));
            return new PointWord.Description(
                    id,
                    name,
                    served.name(),
                    systems,
                    counts(),
                    isDamaged() ? damaged().reason() : "");
        }

        private String what(PointRequest request) {
            return switch (request) {
                case PointRequest.Register(var key, _) ->
                        "registers with incarnation " + key.incarnation();
                case PointRequest.Unregister(_) -> "leaves";
                case PointRequest.Eject(_, var victims, _) ->
                        "ejects " + victims.stream().map(this::systemName).toList();
                case PointRequest.ReadKeys() -> "is named";
            };
        }

        private List<String> registered() {
            return memory().state().registered().keySet().stream().map(this::systemName).toList();
        }

        private String systemName(int node) {
            String known = memory().names().get(node);
            return known == null ? "node " + node : known;
        }

        private PointMemory memory() {
            return served.store().memory();
        }

        private void answer(long id, PointAnswer answer) {
            send(new PointWord.Answer(id, answer));
        }

        private void send(PointWord word) {
            socket.write(PointWire.frame(word));
        }

        private void bad(String what) {
            complain(
                    "malformed",
                    peer.toString(),
                    Optional.of(served),
                    peer.name() + " says " + what + "; its connection is closed");
            socket.close();
        }
    }

    private void complain(String kind, String cause, Optional<Served> served, String text) {
        complaints
                .note(kind, cause)
                .ifPresent(
                        more ->
                                say(
                                        LogLine.Severity.WARNING,
                                        "V-97-1400-4",
                                        served.map(of -> "Cluster " + of.name() + ": ").orElse("")
                                                + text
                                                + more));
    }

    private void say(LogLine.Severity severity, String umi, String text) {
        log.accept(new LogLine(severity, umi, text));
    }
}
