package dev.vigil.agent.lpar;

import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.apache.sshd.server.command.Command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// An SSH server on loopback that answers each command line with what a test put there, and counts what it sees.
final class FakeHmc implements AutoCloseable {
    record Reply(int exit, String out, String err) {}

    final KeyPair hostKey;
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger logins = new AtomicInteger();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
    private final PublicKey admitted;
    private SshServer server;
    private int port;

    FakeHmc(PublicKey admitted) throws IOException, GeneralSecurityException {
        this(admitted, newKey());
    }

    FakeHmc(PublicKey admitted, KeyPair hostKey) throws IOException {
        this.admitted = admitted;
        this.hostKey = hostKey;
        start();
    }

    static KeyPair newKey() throws GeneralSecurityException {
        return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    }

    void start() throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator(
                (user, key, session) ->
                        user.equals("hscroot") && KeyUtils.compareKeys(key, admitted));
        server.setCommandFactory((channel, command) -> new Answer(command));
        server.addSessionListener(
                new SessionListener() {
                    @Override
                    public void sessionEvent(Session session, Event event) {
                        if (event == Event.Authenticated) {
                            logins.incrementAndGet();
                        }
                    }
                });
        server.start();
        port = server.getPort();
    }

    /// Goes down: existing connections break, new ones are refused.
    void stop() throws IOException {
        server.stop(true);
    }

    FakeHmc answers(String command, String out) {
        replies.put(command, new Reply(0, out, ""));
        return this;
    }

    FakeHmc refuses(String command, String out) {
        replies.put(command, new Reply(1, out, ""));
        return this;
    }

    FakeHmc refusesOnStderr(String command, String err) {
        replies.put(command, new Reply(1, "", err));
        return this;
    }

    /// The command does not end before the latch opens.
    CountDownLatch holds(String command) {
        return held.computeIfAbsent(command, key -> new CountDownLatch(1));
    }

    HmcAddress address() {
        return new HmcAddress("hscroot", "127.0.0.1", port);
    }

    String name() {
        return "127.0.0.1:" + port;
    }

    String knownHostsLine() {
        return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
    }

    @Override
    public void close() throws IOException {
        held.values().forEach(CountDownLatch::countDown);
        server.stop(true);
    }

    private final class Answer extends AbstractCommandSupport implements Command {
        Answer(String command) {
            super(command, null);
        }

        @Override
        public void run() {
            try {
                heard.add(getCommand());
                CountDownLatch latch = held.get(getCommand());
                if (latch != null) {
                    latch.await();
                }
                Reply reply =
                        replies.getOrDefault(
                                getCommand(),
                                new Reply(127, "", "-bash: no answer for: " + getCommand() + "\n"));
                getOutputStream().write(reply.out.getBytes(StandardCharsets.UTF_8));
                getOutputStream().flush();
                getErrorStream().write(reply.err.getBytes(StandardCharsets.UTF_8));
                getErrorStream().flush();
                onExit(reply.exit);
            } catch (IOException e) {
                onExit(1, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void destroy(ChannelSession channel) throws Exception {
            super.destroy(channel);
        }
    }
}
