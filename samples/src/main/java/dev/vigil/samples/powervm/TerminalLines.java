package dev.vigil.samples.powervm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Lines out of a session's bytes, edited and echoed as a terminal's line discipline does: backspace, Ctrl-U,
/// Ctrl-C, Ctrl-D.
///
/// Bytes are read ahead on a thread of their own, so that Ctrl-C reaches a command that runs.
final class TerminalLines {

    /// What came of reading.
    sealed interface Input permits Line, Cancelled, End {}

    /// A line without its end.
    record Line(String text) implements Input {}

    /// Ctrl-C: what was typed is dropped.
    record Cancelled() implements Input {}

    /// Nothing more will come.
    record End() implements Input {}

    private static final int QUEUED_BYTES = 65_536;
    private static final int END = -1;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final int CTRL_U = 21;

    private final Consumer<String> echo;
    private final BlockingQueue<Integer> bytes = new LinkedBlockingQueue<>(QUEUED_BYTES);
    private final AtomicReference<Running> running = new AtomicReference<>();
    private boolean afterReturn;

    /// @param echo where typed text is shown
    TerminalLines(InputStream in, Consumer<String> echo) {
        this.echo = echo;
        Thread.ofVirtual().name("terminal-input").start(() -> readAhead(in));
    }

    /// A command that Ctrl-C interrupts while this is open.
    final class Running implements AutoCloseable {
        private final Thread thread;
        private boolean byUser;
        private boolean closed;

        private Running(Thread thread) {
            this.thread = thread;
        }

        private synchronized void interrupt() {
            if (!closed) {
                byUser = true;
                thread.interrupt();
            }
        }

        /// Whether Ctrl-C was typed meanwhile.
        synchronized boolean byUser() {
            return byUser;
        }

        @Override
        public synchronized void close() {
            closed = true;
            running.set(null);
            if (byUser) {
                // The interrupt was for the command, which has ended by itself.
                Thread.interrupted();
            }
        }
    }

    /// From now on Ctrl-C interrupts a thread.
    Running interrupts(Thread thread) {
        var now = new Running(thread);
        running.set(now);
        return now;
    }

    private void readAhead(InputStream in) {
        try {
            while (true) {
                int next = in.read();
                var command = running.get();
                if (next == CTRL_C && command != null) {
                    command.interrupt();
                    continue;
                }
                bytes.put(next < 0 ? END : next);
                if (next < 0) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The channel is closed, which ends the session like the end of its input.
            if (!bytes.offer(END)) {
                bytes.clear();
                bytes.add(END);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next line, once it is complete.
    Input next() throws InterruptedException {
        var line = new ByteArrayOutputStream();
        while (true) {
            int next = bytes.take();
            boolean secondOfPair = next == '\n' && afterReturn;
            afterReturn = next == '\r';
            if (secondOfPair) {
                continue;
            }
            switch (next) {
                case END -> {
                    bytes.add(END);
                    return line.size() > 0 ? new Line(text(line)) : new End();
                }
                case '\r', '\n' -> {
                    echo.accept("\r\n");
                    return new Line(text(line));
                }
                case CTRL_C -> {
                    echo.accept("^C\r\n");
                    return new Cancelled();
                }
                case CTRL_D -> {
                    if (line.size() == 0) {
                        echo.accept("logout\r\n");
                        return new End();
                    }
                }
                case CTRL_U -> {
                    echo.accept("\b \b".repeat(text(line).length()));
                    line.reset();
                }
                case 8, 127 -> erase(line);
                default -> {
                    if (next >= ' ' || next == '\t') {
                        line.write(next);
                        echo.accept(new String(new byte[] {(byte) next}, StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    private void erase(ByteArrayOutputStream line) {
        var text = text(line);
        if (!text.isEmpty()) {
            line.reset();
            line.writeBytes(
                    text.substring(0, text.offsetByCodePoints(text.length(), -1))
                            .getBytes(StandardCharsets.UTF_8));
            echo.accept("\b \b");
        }
    }

    private static String text(ByteArrayOutputStream line) {
        return line.toString(StandardCharsets.UTF_8);
    }
}
