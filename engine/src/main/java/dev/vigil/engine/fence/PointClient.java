package dev.vigil.engine.fence;

import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/// A connection to one coordination point, opened when it is first needed and again when it has broken. Belongs to one event loop.
///
/// Every word is answered once, at the latest when its time is over. A connection on which an answer did not come is given up, and the point's next
/// address is tried.
public final class PointClient {
    private final Vertx vertx;
    private final ClusterKeys keys;
    private final CoordinationPoint point;
    private final long timeoutMs;
    private final Function<Identity.OfPoint, Optional<String>> admission;
    private final NetClient client;
    private final SortedMap<Long, Waiting> waiting = new TreeMap<>();
    private Optional<NetSocket> socket = Optional.empty();
    private boolean connecting;
    private boolean closed;
    private int address;
    private int tried;
    private long lastId;
    private PointReport report;

    private record Waiting(PointWord word, Promise<PointWord> answered, long timer, boolean sent) {
        Waiting asSent() {
            return new Waiting(word, answered, timer, true);
        }
    }

    /// A client that has no connection yet.
    ///
    /// @param timeoutMs how long a word may wait for its answer
    /// @param admission says why the point that has answered is not the one that is meant; nothing if it is
    public PointClient(
            Vertx vertx,
            ClusterKeys keys,
            CoordinationPoint point,
            long timeoutMs,
            Function<Identity.OfPoint, Optional<String>> admission) {
        this.vertx = vertx;
        this.keys = keys;
        this.point = point;
        this.timeoutMs = timeoutMs;
        this.admission = admission;
        this.report = new PointReport(point.name(), false, "not asked yet", new TreeSet<>());
        var options =
                new NetClientOptions()
                        .setConnectTimeout((int) timeoutMs)
                        .setTcpNoDelay(true)
                        .setTcpKeepAlive(true)
                        .setSsl(true)
                        .setHostnameVerificationAlgorithm("")
                        .setKeyCertOptions(keys.keyOptions())
                        .setTrustOptions(keys.trustOptions())
                        .setSslHandshakeTimeout(timeoutMs)
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setEnabledSecureTransportProtocols(ClusterKeys.protocols());
        this.client = vertx.createNetClient(options);
    }

    /// How the point stands.
    public PointReport report() {
        return report;
    }

    /// Asks for this system. Does not fail: who cannot be asked is [PointAnswer.Unreachable].
    public Future<PointAnswer> ask(PointRequest request) {
        return answer(say(id -> new PointWord.Ask(id, request)));
    }

    /// Asks whether the point is there. Does not fail.
    public Future<PointAnswer> ping() {
        return answer(say(PointWord.Ping::new));
    }

    /// What the answer to a word says.
    public static Future<PointAnswer> answer(Future<PointWord> said) {
        return said.map(
                        word ->
                                word instanceof PointWord.Answer(_, var answer) && answer != null
                                        ? answer
                                        : new PointAnswer.Unreachable("it answers something else"))
                .recover(
                        failed ->
                                Future.succeededFuture(
                                        new PointAnswer.Unreachable(failed.getMessage())));
    }

    /// Says a word.
    ///
    /// @param word made of its id
    /// @return the answer; fails with a reason for the operator if there is none in time
    public Future<PointWord> say(LongFunction<PointWord> word) {
        if (closed) return Future.failedFuture("the connection was closed");
        long id = ++lastId;
        Promise<PointWord> answered = Promise.promise();
        long timer = vertx.setTimer(timeoutMs, late -> late(id));
        waiting.put(id, new Waiting(word.apply(id), answered, timer, false));
        if (socket.isPresent()) send(socket.get());
        else if (!connecting) connect();
        return answered.future();
    }

    /// Ends the connection; what waits is answered.
    public void close() {
        closed = true;
        failAll("the connection was closed");
        socket.ifPresent(NetSocket::close);
        client.close();
    }

    private void connect() {
        connecting = true;
        PointAddress to = point.addresses().get(address);
        client.connect(to.port(), to.host(), keys.serverName())
                .onSuccess(this::connected)
                .onFailure(refused -> failed(to + ": " + refused.getMessage()));
    }

    private void connected(NetSocket opened) {
        Optional<String> objection = objection(opened);
        if (objection.isPresent() || closed) {
            opened.close();
            failed(objection.orElse("the connection was closed"));
            return;
        }
        connecting = false;
        tried = 0;
        socket = Optional.of(opened);
        opened.exceptionHandler(broken -> opened.close());
        opened.closeHandler(ended -> gone(opened, "it closed the connection"));
        opened.handler(
                PointWire.reader(
                        this::said,
                        bad -> {
                            gone(opened, "it says " + bad);
                            opened.close();
                        }));
        send(opened);
    }

    private Optional<String> objection(NetSocket opened) {
        try {
            Identity peer = keys.identityOf(opened.sslSession());
            if (peer instanceof Identity.OfPoint known) return admission.apply(known);
            return Optional.of(peer.name() + " answers there, which is no coordination point");
        } catch (CertificateException stranger) {
            return Optional.of(stranger.getMessage());
        }
    }

    private void send(NetSocket open) {
        for (Map.Entry<Long, Waiting> each : waiting.entrySet()) {
            if (each.getValue().sent()) continue;
            each.setValue(each.getValue().asSent());
            open.write(PointWire.frame(each.getValue().word()));
        }
    }

    private void said(PointWord word) {
        Waiting asked = waiting.remove(word.id());
        if (asked == null) return;
        vertx.cancelTimer(asked.timer());
        if (word instanceof PointWord.Answer(_, var answer)) note(answer);
        asked.answered().complete(word);
    }

    private void note(PointAnswer answer) {
        report =
                switch (answer) {
                    case PointAnswer.Granted(var registered) ->
                            new PointReport(point.name(), true, "", registered);
                    case PointAnswer.Refused(_, var registered, _) ->
                            new PointReport(point.name(), true, "", registered);
                    case PointAnswer.Unreachable(var reason) -> unreachable(reason);
                };
    }

    private PointReport unreachable(String reason) {
        return new PointReport(point.name(), false, reason, report.keys());
    }

    private void late(long id) {
        Waiting asked = waiting.remove(id);
        if (asked == null) return;
        String reason = "no answer within " + timeoutMs + " ms";
        report = unreachable(reason);
        socket.ifPresent(
                silent -> {
                    gone(silent, reason);
                    silent.close();
                });
        asked.answered().fail(reason);
    }

    /// A connection has ended; what is said of one that was replaced meanwhile does not count.
    private void gone(NetSocket ended, String reason) {
        if (socket.filter(open -> open == ended).isEmpty()) return;
        socket = Optional.empty();
        address = (address + 1) % point.addresses().size();
        failAll(reason);
    }

    private void failed(String reason) {
        connecting = false;
        address = (address + 1) % point.addresses().size();
        tried++;
        if (tried < point.addresses().size() && !waiting.isEmpty() && !closed) {
            connect();
            return;
        }
        tried = 0;
        failAll(reason);
    }

    private void failAll(String reason) {
        report = unreachable(reason);
        List<Waiting> all = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Waiting each : all) {
            vertx.cancelTimer(each.timer());
            each.answered().fail(reason);
        }
    }
}
