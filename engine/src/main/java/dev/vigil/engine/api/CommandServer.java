package dev.vigil.engine.api;

import dev.vigil.engine.command.Answer;
import dev.vigil.engine.command.Caller;
import dev.vigil.engine.command.CommandLine;
import dev.vigil.engine.command.Watcher;
import dev.vigil.engine.had.ControlRequest;
import dev.vigil.engine.had.LogLine;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Carries out what is typed: `POST /command`.
///
/// The socket can be opened by root of this system alone, so whoever comes in is Cluster Administrator. Belongs to had's event loop.
final class CommandServer {
    /// An engine that is in no view cannot carry out requests; nobody should have to wait for ever to hear that.
    private static final long REPLY_WITHIN_MS = 60_000;

    private static final String NO_NODE = "the node daemon of this system does not answer";

    private final Vertx vertx;
    private final EngineDoor engine;
    private final BiConsumer<HttpServerResponse, Runnable> guard;
    private final SortedMap<Long, Watch> watches = new TreeMap<>();
    private long lastWatch;

    /// @param guard runs what works on an answer, and makes one of its mistakes
    CommandServer(Vertx vertx, EngineDoor engine, BiConsumer<HttpServerResponse, Runnable> guard) {
        this.vertx = vertx;
        this.engine = engine;
        this.guard = guard;
    }

    /// Shows the newest state to the commands that go on.
    void stateChanged() {
        for (Watch watch : List.copyOf(watches.values())) watch.show();
    }

    /// Answers one request.
    void run(byte[] request, HttpServerResponse response) {
        Answer answer =
                CommandLine.run(
                        Transcript.words(request),
                        Caller.root(),
                        engine.system(),
                        Optional.of(engine.state()),
                        warnings());
        switch (answer) {
            case Answer.Printed printed -> end(response, printed);
            case Answer.Submit submit -> submit(submit, response);
            case Answer.Watch(var watcher, var timeoutMs) -> watch(watcher, timeoutMs, response);
            case Answer.Ask ask -> ask(ask, response);
        }
    }

    private List<String> warnings() {
        return Stream.concat(
                        engine.warnings().stream(),
                        engine.faults().lines().stream().map(line -> "hafault: " + line))
                .toList();
    }

    private static void end(HttpServerResponse response, Answer.Printed printed) {
        if (!response.ended()) response.end(Transcript.whole(printed));
    }

    private void submit(Answer.Submit submit, HttpServerResponse response) {
        String[] id = new String[1];
        long timer =
                vertx.setTimer(
                        REPLY_WITHIN_MS,
                        late -> {
                            engine.abandon(id[0]);
                            String waiting = engine.status().waiting();
                            end(
                                    response,
                                    submit.open(
                                            waiting.isEmpty()
                                                    ? "the cluster has not agreed on it yet"
                                                    : waiting));
                        });
        response.closeHandler(
                gone -> {
                    vertx.cancelTimer(timer);
                    engine.abandon(id[0]);
                });
        id[0] =
                engine.submit(
                        submit.request(),
                        Caller.root().user(),
                        submit.fired(),
                        (exitCode, messages) -> {
                            vertx.cancelTimer(timer);
                            end(response, submit.reply(exitCode, messages));
                        });
    }

    private void ask(Answer.Ask ask, HttpServerResponse response) {
        switch (ask) {
            case Answer.Ask.Links links ->
                    end(
                            response,
                            engine.links()
                                    .map(links.print())
                                    .orElseGet(() -> links.unanswered(NO_NODE)));
            case Answer.Ask.ZeroCounters zero ->
                    end(response, engine.zeroLinks() ? zero.done() : zero.unanswered(NO_NODE));
            case Answer.Ask.Timers timers ->
                    end(
                            response,
                            engine.timers()
                                    .map(timers.print())
                                    .orElseGet(() -> timers.unanswered(NO_NODE)));
            case Answer.Ask.Fencing fencing ->
                    end(response, fencing.print().apply(engine.fencing()));
            case Answer.Ask.Ports ports -> end(response, ports.print().apply(engine.ports()));
            case Answer.Ask.SetTimer(var name, var value, var print) ->
                    engine.control(
                            new ControlRequest.SetTimer(name, value),
                            (done, text) ->
                                    end(
                                            response,
                                            print.apply(
                                                    done ? Optional.empty() : Optional.of(text))));
            case Answer.Ask.Seed(var print) ->
                    engine.control(
                            new ControlRequest.Seed(),
                            (done, text) ->
                                    end(
                                            response,
                                            print.apply(
                                                    done ? Optional.empty() : Optional.of(text))));
            case Answer.Ask.Fault(var request, var print) ->
                    engine.fault(request, answer -> end(response, print.apply(answer)));
            case Answer.Ask.WriteLog write -> {
                engine.log(
                        new LogLine(
                                LogLine.Severity.valueOf(write.severity()),
                                write.umi(),
                                write.text()));
                end(response, write.written());
            }
        }
    }

    private void watch(Watcher watcher, OptionalLong timeoutMs, HttpServerResponse response) {
        var watch = new Watch(++lastWatch, watcher, response);
        watches.put(watch.number, watch);
        response.setChunked(true);
        response.closeHandler(gone -> watch.over());
        if (timeoutMs.isPresent()) watch.endAfter(Math.max(1, timeoutMs.getAsLong()));
        watch.show();
    }

    /// A command that goes on.
    private final class Watch {
        private final long number;
        private final HttpServerResponse response;
        private Watcher watcher;
        private Optional<Long> timer = Optional.empty();
        private boolean waiting;

        Watch(long number, Watcher watcher, HttpServerResponse response) {
            this.number = number;
            this.watcher = watcher;
            this.response = response;
        }

        void endAfter(long ms) {
            timer = Optional.of(vertx.setTimer(ms, late -> done(watcher.expired())));
        }

        void show() {
            if (!waiting) guard.accept(response, this::showNow);
        }

        private void showNow() {
            // A watcher that fails is shown nothing more.
            watches.remove(number);
            Watcher.Sight seen = watcher.see(engine.state());
            watches.put(number, this);
            switch (seen) {
                case Watcher.More(var out, var next) -> {
                    watcher = next;
                    if (!out.isEmpty()) response.write(Transcript.out(out));
                    waitForReader();
                }
                case Watcher.Done(var last) -> done(last);
            }
        }

        /// What a reader that was stopped has not taken is not added to: it sees the newest state when it goes on.
        private void waitForReader() {
            if (waiting || !response.writeQueueFull()) return;
            waiting = true;
            response.drainHandler(
                    drained -> {
                        waiting = false;
                        if (watches.containsKey(number)) show();
                    });
        }

        private void done(Answer.Printed last) {
            over();
            end(response, last);
        }

        void over() {
            watches.remove(number);
            timer.ifPresent(vertx::cancelTimer);
            timer = Optional.empty();
        }
    }
}
