package dev.vigil.samples.powervm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/// The control pages: `GET /VERB` to look, `POST /VERB` to change, parameters in the query. `GET /` is help.
final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Control control;
    private final HttpServer server;

    /// Starts to listen.
    ControlServer(Control control, Definition.Endpoint endpoint, int port) throws IOException {
        this.control = control;
        this.server = HttpServer.create(new InetSocketAddress(endpoint.address(), port), 64);
        server.setExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("control-", 0).factory()));
        server.createContext("/", this::handle);
        server.start();
    }

    /// The port it listens on.
    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            var body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.json() ? "application/json" : "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.error("request {} failed", exchange.getRequestURI(), broken);
            throw broken;
        }
    }

    private Control.Answer answer(HttpExchange exchange) throws InterruptedException {
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/")) {
            return new Control.Answer(200, false, help());
        }
        var name = path.substring(1);
        var verb = Control.VERBS.get(name);
        var method = exchange.getRequestMethod();
        if (verb != null && !method.equals(verb.changes() ? "POST" : "GET")) {
            return new Control.Answer(
                    405, false, name + ": use " + (verb.changes() ? "POST" : "GET") + "\n");
        }
        return control.answer(name, query(exchange.getRequestURI().getRawQuery()));
    }

    private static Map<String, String> query(String raw) {
        var parameters = new TreeMap<String, String>();
        if (raw == null) {
            return parameters;
        }
        for (var pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8),
                    URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /// A line for each verb.
    static String help() {
        var text = new StringBuilder("The simulated PowerVM estate.\n");
        Control.VERBS.forEach(
                (name, verb) ->
                        text.append(
                                "%-4s /%s%s\n       %s\n"
                                        .formatted(
                                                verb.changes() ? "POST" : "GET",
                                                name,
                                                verb.parameters().isEmpty()
                                                        ? ""
                                                        : "?"
                                                                + String.join(
                                                                                "=&",
                                                                                verb.parameters())
                                                                        .replace("?", "")
                                                                + "=",
                                                verb.purpose())));
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
