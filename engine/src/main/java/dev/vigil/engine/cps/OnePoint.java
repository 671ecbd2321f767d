package dev.vigil.engine.cps;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointClient;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointWord;
import dev.vigil.engine.tls.ClusterKeys;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.util.Optional;
import java.util.function.LongFunction;

/// A connection of an operator's command, which waits for each answer.
final class OnePoint implements AutoCloseable {
    private static final long TIMEOUT_MS = 5_000;

    private final Vertx vertx =
            Vertx.vertx(
                    new VertxOptions()
                            .setEventLoopPoolSize(1)
                            .setWorkerPoolSize(1)
                            .setInternalBlockingPoolSize(1)
                            .setPreferNativeTransport(false));
    private final PointClient client;

    OnePoint(ClusterKeys keys, CoordinationPoint point) {
        this.client = new PointClient(vertx, keys, point, TIMEOUT_MS, any -> Optional.empty());
    }

    /// What came back, if anything.
    sealed interface Said<T> {
        record Word<T>(T word) implements Said<T> {}

        record Nothing<T>(String reason) implements Said<T> {}
    }

    PointAnswer ask(PointRequest request) {
        return answer(id -> new PointWord.Ask(id, request));
    }

    PointAnswer answer(LongFunction<PointWord> word) {
        return await(PointClient.answer(said(word)));
    }

    Said<PointWord.Description> describe() {
        Future<Said<PointWord.Description>> described =
                said(PointWord.Describe::new)
                        .map(
                                word ->
                                        word instanceof PointWord.Description description
                                                ? new Said.Word<>(description)
                                                : new Said.Nothing<PointWord.Description>(
                                                        "it answers something else"));
        return await(
                described.recover(
                        failed -> Future.succeededFuture(new Said.Nothing<>(failed.getMessage()))));
    }

    /// On the client's own event loop.
    private Future<PointWord> said(LongFunction<PointWord> word) {
        return Future.future(
                answered -> vertx.runOnContext(go -> client.say(word).onComplete(answered)));
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
