package dev.vigil.engine.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import java.util.function.Consumer;

/// What comes with a request, of which no more is kept than a request may have.
final class Body {
    private static final int LARGEST = 1 << 20;
    private static final int TOO_LARGE = 413;

    private Body() {}

    /// Hands on all of it; one that is too large is refused as soon as that is known.
    static void read(HttpServerRequest request, Consumer<byte[]> whole) {
        Buffer body = Buffer.buffer();
        request.handler(
                part -> {
                    if (request.response().ended()) return;
                    if (body.length() + part.length() <= LARGEST) {
                        body.appendBuffer(part);
                        return;
                    }
                    request.response()
                            .setStatusCode(TOO_LARGE)
                            .putHeader("Connection", "close")
                            .end("a request has no more than " + LARGEST + " bytes\n")
                            .onComplete(said -> request.connection().close());
                });
        request.endHandler(
                end -> {
                    if (!request.response().ended()) whole.accept(body.getBytes());
                });
    }
}
