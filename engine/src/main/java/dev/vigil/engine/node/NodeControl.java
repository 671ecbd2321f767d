package dev.vigil.engine.node;

import dev.vigil.engine.api.Transcript;
import dev.vigil.engine.command.Answer;
import dev.vigil.engine.command.Caller;
import dev.vigil.engine.command.CommandLine;
import dev.vigil.engine.command.FencingReport;
import dev.vigil.engine.command.PortReport;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.tls.Refusals;
import dev.vigil.engine.tls.Turnover;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Answers `lltstat` and `lltconfig` on a Unix socket while there is no engine to do so, and `hafault` always.
///
/// It understands just as much HTTP as `bin/vigil-client` speaks; the node daemon is to stay small.
final class NodeControl implements AutoCloseable {
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int LARGEST_HEAD = 16 << 10;
    private static final String HEAD_ENDS = "\r\n\r\n";
    private static final long ANSWER_WITHIN_MS = 2_000;
    private static final int MOST_AT_ONCE = 64;
    private static final String NO_ENGINE = "the engine does not run on this system";

    private final ServerSocketChannel server;
    private final LltReports reports;
    private final String system;
    private final Timing configured;
    private final Consumer<Consumer<NodeFrame.Report>> ask;
    private final Runnable zero;
    private final BiConsumer<FaultRequest, Consumer<FaultAnswer>> faults;
    private final Runnable answered;
    private final Refusals refusals;
    private final Turnover<SocketChannel> present = new Turnover<>(MOST_AT_ONCE);
    private final ReentrantLock presentLock = new ReentrantLock();

    /// Begins to answer.
    ///
    /// @param configured peerinact and margin as the files set them
    /// @param ask hands the present report to who asks, on another thread
    /// @param zero lets the counters of packets begin at zero again
    /// @param faults carries out what breaks something, on another thread
    /// @param answered is called after every answer
    /// @param refusals counts and tells what is no request
    NodeControl(
            Path path,
            LltReports reports,
            Timing configured,
            Consumer<Consumer<NodeFrame.Report>> ask,
            Runnable zero,
            BiConsumer<FaultRequest, Consumer<FaultAnswer>> faults,
            Runnable answered,
            Refusals refusals)
            throws IOException {
        this.reports = reports;
        this.configured = configured;
        this.system = reports.hosts().names().get(reports.tab().node());
        this.ask = ask;
        this.zero = zero;
        this.faults = faults;
        this.answered = answered;
        this.refusals = refusals;
        this.server = EngineSocket.listen(path);
        Thread.ofVirtual().name("control-accept").start(this::accept);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        EngineSocket.accept(
                server,
                socket -> {
                    admit(socket);
                    Thread.ofVirtual().name("control").start(() -> serve(socket));
                },
                failed -> note(Refusals.Cause.WANT, failed.getMessage()));
    }

    private void admit(SocketChannel socket) {
        Optional<SocketChannel> longest;
        presentLock.lock();
        try {
            longest = present.admit(socket);
        } finally {
            presentLock.unlock();
        }
        if (longest.isEmpty()) return;
        note(Refusals.Cause.CROWDED, "");
        try {
            longest.get().close();
        } catch (IOException gone) {
            // It had ended by itself.
        }
    }

    private void left(SocketChannel socket) {
        presentLock.lock();
        try {
            present.left(socket);
        } finally {
            presentLock.unlock();
        }
    }

    private void note(Refusals.Cause cause, String detail) {
        refusals.note(cause, "a request to the node daemon", detail, System.nanoTime());
    }

    private void serve(SocketChannel socket) {
        try (socket) {
            InputStream in = Channels.newInputStream(socket);
            byte[] body = in.readNBytes(contentLength(in));
            byte[] answer =
                    Transcript.whole(printed(Transcript.words(body)))
                            .getBytes(StandardCharsets.UTF_8);
            var head =
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                            + answer.length
                            + "\r\n\r\n";
            write(socket, head.getBytes(StandardCharsets.US_ASCII));
            write(socket, answer);
            answered.run();
        } catch (ProtocolException none) {
            note(Refusals.Cause.REQUEST, none.getMessage());
        } catch (IOException gone) {
            // Who asked does not wait for the answer any more.
        } catch (RuntimeException mistake) {
            note(Refusals.Cause.REQUEST, mistake.toString());
        } finally {
            left(socket);
        }
    }

    private static void write(SocketChannel socket, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) socket.write(left);
    }

    private static int contentLength(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int ended = 0;
        while (ended < HEAD_ENDS.length()) {
            int next = in.read();
            if (next < 0) throw new EOFException("it ends within its head");
            if (head.size() > LARGEST_HEAD)
                throw new ProtocolException("its head has more than " + LARGEST_HEAD + " bytes");
            head.write(next);
            ended = next == HEAD_ENDS.charAt(ended) ? ended + 1 : next == '\r' ? 1 : 0;
        }
        for (String line : head.toString(StandardCharsets.US_ASCII).split("\r\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:"))
                return length(lower.substring("content-length:".length()).strip());
        }
        return 0;
    }

    private static int length(String text) throws IOException {
        if (text.matches("[0-9]{1,7}") && Integer.parseInt(text) <= LARGEST_REQUEST)
            return Integer.parseInt(text);
        throw new ProtocolException("no length of a request, or too large a one: " + text);
    }

    private Answer.Printed printed(List<String> words) {
        Answer answer = CommandLine.run(words, Caller.root(), system, Optional.empty());
        return switch (answer) {
            case Answer.Printed done -> done;
            case Answer.Submit submit -> submit.unanswered(NO_ENGINE);
            case Answer.Watch watch -> watch.watcher().expired();
            case Answer.Ask.Links links -> {
                NodeFrame.Report now = report();
                yield links.print().apply(reports.links(now.report(), now.traffic()));
            }
            case Answer.Ask.ZeroCounters counters -> {
                zero.run();
                yield counters.done();
            }
            case Answer.Ask.Timers timers -> {
                // Without an engine there is no view: peerinact is the file's.
                yield timers.print().apply(reports.timers(report().report(), configured, false));
            }
            case Answer.Ask.Fencing fencing -> fencing.print().apply(FencingReport.outside(""));
            case Answer.Ask.Ports ports -> ports.print().apply(PortReport.NONE);
            case Answer.Ask.SetTimer set -> set.unanswered(NO_ENGINE);
            case Answer.Ask.Seed seed -> seed.unanswered(NO_ENGINE);
            case Answer.Ask.Fault fault ->
                    fault.print().apply(await(done -> faults.accept(fault.request(), done)));
            case Answer.Ask.WriteLog write -> write.unanswered(NO_ENGINE);
        };
    }

    private NodeFrame.Report report() {
        return await(ask);
    }

    private static <T> T await(Consumer<Consumer<T>> question) {
        var answer = new CompletableFuture<T>();
        question.accept(answer::complete);
        try {
            return answer.get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the daemon is ending", ending);
        } catch (ExecutionException | TimeoutException stuck) {
            throw new IllegalStateException("the daemon's loop does not answer", stuck);
        }
    }
}
