package dev.vigil.engine.api;

import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.node.Json;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.io.IOException;
import java.util.List;

/// `hafault` for programs: `/faults` on the engine's socket. Belongs to had's event loop.
///
/// `GET` lists what is in force, `DELETE` heals all of it, `POST` takes a [FaultRequest] as JSON, its kind under `is`:
///
/// ```
/// {"is": "Disturb", "kind": "CUT", "traffic": {"links": ["net1"], "peers": ["sys2"], "way": "IN"}}
/// {"is": "Disturb", "kind": "DELAY", "amount": 50}
/// {"is": "Pause", "daemons": "HANODE", "seconds": 5}
/// {"is": "Misbehave", "resource": "app", "entry": "MONITOR", "behaviour": "LIE", "says": "ONLINE", "times": 2}
/// ```
///
/// The answer is `{"done": true, "lines": [...]}` with what is in force now; 403 with the reason if it was refused, 400 if it was not
/// understood.
final class FaultServer {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int BAD_METHOD = 405;

    private final EngineDoor engine;
    private final Json json = new Json(FaultRequest.class);

    FaultServer(EngineDoor engine) {
        this.engine = engine;
    }

    void serve(HttpServerRequest request, byte[] body) {
        HttpServerResponse response = request.response();
        HttpMethod method = request.method();
        if (method == HttpMethod.GET) {
            carryOut(new FaultRequest.Query(), response);
        } else if (method == HttpMethod.DELETE) {
            carryOut(new FaultRequest.Heal(FaultRequest.Traffic.ALL), response);
        } else if (method == HttpMethod.POST) {
            carryOut(body, response);
        } else {
            end(response, BAD_METHOD, FaultAnswer.refused("use GET, POST or DELETE"));
        }
    }

    private void carryOut(byte[] body, HttpServerResponse response) {
        try {
            carryOut(json.read(body, FaultRequest.class), response);
        } catch (IOException unknown) {
            String why = unknown.getMessage().lines().findFirst().orElse("");
            end(response, BAD_REQUEST, new FaultAnswer(false, List.of("not understood: " + why)));
        }
    }

    private void carryOut(FaultRequest request, HttpServerResponse response) {
        engine.fault(request, answer -> end(response, answer.done() ? 200 : FORBIDDEN, answer));
    }

    private void end(HttpServerResponse response, int status, FaultAnswer answer) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Buffer.buffer(json.bytes(answer)));
    }
}
