package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.shell.Programs;

import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.config.keys.AuthorizedKeysAuthenticator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// One console's SSH server: logins by key only, one command or a shell.
///
/// While it is down its port refuses connections; it comes back on the same port with the same key.
final class HmcServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HmcServer.class);

    private static final Set<String> USERS = Set.of("hscroot", "lab");

    private final Definition.ConsoleDefinition console;
    private final int sessionLimit;
    private final KeyPair hostKey;
    private final KeyFiles keys;
    private final Function<String, Programs> programs;
    private final Map<String, String> lastLogins = new ConcurrentHashMap<>();
    private int port;
    private SshServer running;

    /// @param port where it listens; 0 chooses a port at the first start and keeps it
    /// @param programs the commands a user has
    HmcServer(
            Definition.ConsoleDefinition console,
            int port,
            int sessionLimit,
            KeyPair hostKey,
            KeyFiles keys,
            Function<String, Programs> programs) {
        this.console = console;
        this.port = port;
        this.sessionLimit = sessionLimit;
        this.hostKey = hostKey;
        this.keys = keys;
        this.programs = programs;
    }

    /// The console's name.
    String name() {
        return console.name();
    }

    /// Where it listens, or last listened.
    synchronized int port() {
        return port;
    }

    /// Its line of `known_hosts`.
    String knownHost() {
        return KeyFiles.knownHost(
                console.name(), console.endpoint().address(), port(), hostKey.getPublic());
    }

    /// Starts to listen, if it does not.
    ///
    /// @throws IOException if the port is taken; says which
    synchronized void start() throws IOException {
        if (running != null) {
            return;
        }
        var server = SshServer.setUpDefaultServer();
        server.setHost(console.endpoint().address());
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        var authorized = new AuthorizedKeysAuthenticator(keys.authorizedKeys());
        server.setPublickeyAuthenticator(
                (user, key, session) ->
                        USERS.contains(user) && authorized.authenticate(user, key, session));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        server.setCommandFactory(
                (channel, command) ->
                        new HmcSession(
                                console.name(),
                                channel.getSession().getUsername(),
                                programs.apply(channel.getSession().getUsername()),
                                command));
        server.setShellFactory(
                channel ->
                        new HmcSession(
                                console.name(),
                                channel.getSession().getUsername(),
                                programs.apply(channel.getSession().getUsername()),
                                lastLogins));
        server.addSessionListener(limit());
        try {
            server.start();
        } catch (IOException failed) {
            throw new IOException(
                    "console %s cannot listen on %s port %d: %s"
                            .formatted(
                                    console.name(),
                                    console.endpoint().address(),
                                    port,
                                    failed.getMessage()),
                    failed);
        }
        port = server.getPort();
        running = server;
        LOG.info("{} answers on {} port {}", console.name(), console.endpoint().address(), port);
    }

    /// Cuts connections beyond the limit before a word is spoken, as consoles do.
    private SessionListener limit() {
        var open = ConcurrentHashMap.<Session>newKeySet();
        return new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                open.add(session);
                if (open.size() > sessionLimit) {
                    LOG.info("{}: more than {} sessions", console.name(), sessionLimit);
                    session.close(true);
                }
            }

            @Override
            public void sessionClosed(Session session) {
                open.remove(session);
            }
        };
    }

    /// Stops to listen, and cuts every session.
    synchronized void stop() throws IOException {
        if (running != null) {
            var stopping = running;
            running = null;
            stopping.stop(true);
            LOG.info("{} is down", console.name());
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
