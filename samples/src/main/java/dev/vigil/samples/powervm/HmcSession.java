package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.shell.Programs;
import dev.vigil.samples.powervm.shell.Shell;
import dev.vigil.samples.powervm.shell.ShellInput;
import dev.vigil.samples.powervm.shell.ShellOutput;

import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One SSH channel: a command line and its exit status, or a shell that prompts and, on a terminal, echoes.
final class HmcSession implements Command {

    private static final Logger LOG = LoggerFactory.getLogger(HmcSession.class);

    private static final DateTimeFormatter LOGIN =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss yyyy", Locale.US);

    private final String host;
    private final String user;
    private final Shell shell;
    private final Optional<String> command;
    private final Map<String, String> lastLogins;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;
    private Thread worker;

    /// A channel that runs one command line.
    HmcSession(String host, String user, Programs programs, String command) {
        this(host, user, programs, Optional.of(command), Map.of());
    }

    /// A channel with a shell.
    ///
    /// @param lastLogins the banner's memory, by user
    HmcSession(String host, String user, Programs programs, Map<String, String> lastLogins) {
        this(host, user, programs, Optional.empty(), lastLogins);
    }

    private HmcSession(
            String host,
            String user,
            Programs programs,
            Optional<String> command,
            Map<String, String> lastLogins) {
        this.host = host;
        this.user = user;
        this.shell =
                new Shell(
                        programs, Map.of("USER", user, "HOME", "/home/" + user, "HOSTNAME", host));
        this.command = command;
        this.lastLogins = lastLogins;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream err) {
        this.err = err;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        this.exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        boolean terminal = environment.getEnv().containsKey(Environment.ENV_TERM);
        var from =
                channel.getSession().getIoSession().getRemoteAddress()
                                instanceof InetSocketAddress at
                        ? at.getAddress().getHostAddress()
                        : "localhost";
        worker = Thread.ofVirtual().name(host + "-" + user).start(() -> serve(terminal, from));
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void serve(boolean terminal, String from) {
        int status;
        try {
            var output =
                    new ShellOutput(
                            text -> write(out, text, terminal),
                            text -> write(terminal ? out : err, text, terminal));
            status = command.isPresent() ? once(output) : interact(output, terminal, from);
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
            return;
        } catch (UncheckedIOException gone) {
            LOG.debug("{}: session of {} ended: {}", host, user, gone.getMessage());
            return;
        } catch (RuntimeException broken) {
            LOG.error("{}: session of {} failed", host, user, broken);
            status = 255;
        }
        exit.onExit(status);
    }

    private int once(ShellOutput output) throws InterruptedException {
        var result = shell.run(command.orElseThrow(), new ShellInput(""), output);
        if (result.incomplete()) {
            output.error("-bash: syntax error: unexpected end of file");
            return 2;
        }
        return result.status();
    }

    private int interact(ShellOutput output, boolean terminal, String from)
            throws InterruptedException {
        if (terminal) {
            var now = LOGIN.format(ZonedDateTime.now(ZoneOffset.UTC)) + " from " + from;
            var last = lastLogins.put(user, now);
            if (last != null) {
                output.print("Last login: " + last + "\n");
            }
        }
        var lines = new TerminalLines(in, terminal ? text -> write(out, text, false) : text -> {});
        var pending = new StringBuilder();
        while (true) {
            if (terminal) {
                output.print(pending.isEmpty() ? user + "@" + host + ":~> " : "> ");
            }
            switch (lines.next()) {
                case TerminalLines.End() -> {
                    return shell.status();
                }
                case TerminalLines.Cancelled() -> pending.setLength(0);
                case TerminalLines.Line(var line) -> {
                    pending.append(line).append('\n');
                    var running = lines.interrupts(Thread.currentThread());
                    Shell.Result result;
                    try (running) {
                        result = shell.run(pending.toString(), new ShellInput(""), output);
                    } catch (InterruptedException interrupted) {
                        if (!running.byUser()) {
                            throw interrupted;
                        }
                        output.print("^C\n");
                        pending.setLength(0);
                        continue;
                    }
                    if (result.ended()) {
                        return result.status();
                    }
                    if (!result.incomplete()) {
                        pending.setLength(0);
                    }
                }
            }
        }
    }

    private static void write(OutputStream to, String text, boolean terminal) {
        try {
            var sent = terminal ? text.replace("\n", "\r\n") : text;
            to.write(sent.getBytes(StandardCharsets.UTF_8));
            to.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
