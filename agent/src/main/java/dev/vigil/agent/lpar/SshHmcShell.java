package dev.vigil.agent.lpar;

import dev.vigil.agent.lpar.HmcAnswer.NoAnswer;
import dev.vigil.agent.lpar.HmcAnswer.Ran;
import dev.vigil.agent.lpar.HmcAnswer.Trouble;

import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// Runs commands over SSH, one connection per HMC and user, which is kept between commands and made anew when it broke.
///
/// HMCs allow some forty sessions in all, so a connection per command and resource would keep people out. Several commands run over one
/// connection at a time, as many as an OpenSSH server allows by default less two.
public final class SshHmcShell implements HmcShell {
    private static final AttributeKey<Login> LOGIN = new AttributeKey<>();
    private static final int COMMANDS_PER_CONNECTION = 8;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /// One try to log in, and what was wrong with the host key. The session may be gone by the time that is asked for.
    private record Login(HmcAddress hmc, AtomicReference<String> objection) {}

    private final SshFiles files;
    private final KnownHosts knownHosts;
    private final Duration connectLimit;
    private final Map<HmcAddress, Connection> connections = new ConcurrentHashMap<>();
    private final ReentrantLock clientLock = new ReentrantLock();
    private SshClient client;
    private boolean closed;

    /// A shell that has not connected to anything yet.
    ///
    /// @param connectLimit how long a connection may take, and then the login
    public SshHmcShell(SshFiles files, Duration connectLimit) {
        this.files = files;
        this.knownHosts = new KnownHosts(files.knownHosts());
        this.connectLimit = connectLimit;
    }

    @Override
    public HmcAnswer run(HmcAddress hmc, String command, Duration limit) {
        return connections.computeIfAbsent(hmc, Connection::new).run(command, limit);
    }

    @Override
    public void close() {
        connections.values().forEach(Connection::close);
        clientLock.lock();
        try {
            closed = true;
            if (client != null) {
                client.stop();
            }
        } finally {
            clientLock.unlock();
        }
    }

    /// One connection; whoever needs it while it is being made waits for it.
    private final class Connection {
        private final HmcAddress hmc;
        private final ReentrantLock making = new ReentrantLock();
        private final Semaphore places = new Semaphore(COMMANDS_PER_CONNECTION);
        private ClientSession session;

        Connection(HmcAddress hmc) {
            this.hmc = hmc;
        }

        HmcAnswer run(String command, Duration limit) {
            boolean placed = false;
            try {
                long until = System.nanoTime() + limit.toNanos();
                placed = places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
                if (!placed) {
                    return timedOut(command, limit);
                }
                ClientSession reused = current();
                if (reused != null) {
                    HmcAnswer answer = runOver(reused, command, limit, until);
                    if (!(answer instanceof NoAnswer none)
                            || none.trouble() != Trouble.UNREACHABLE) {
                        return answer;
                    }
                    drop(reused);
                }
                return runOver(fresh(), command, limit, until);
            } catch (LoginException e) {
                return e.answer;
            } catch (InterruptedException | InterruptedIOException e) {
                Thread.currentThread().interrupt();
                return new NoAnswer(
                        hmc,
                        Trouble.INTERRUPTED,
                        "HMC " + hmc.name() + ": interrupted while waiting for '" + command + "'");
            } finally {
                if (placed) {
                    places.release();
                }
            }
        }

        /// Runs the command over an open connection. `UNREACHABLE` means that it was not sent.
        private HmcAnswer runOver(ClientSession over, String command, Duration limit, long until)
                throws InterruptedException {
            var out = new ByteArrayOutputStream();
            var err = new ByteArrayOutputStream();
            ChannelExec channel;
            var ended = new CountDownLatch(1);
            try {
                channel = over.createExecChannel(command);
                channel.setOut(out);
                channel.setErr(err);
                channel.addCloseFutureListener(future -> ended.countDown());
            } catch (IOException | IllegalStateException e) {
                return unreachable(e);
            }
            try {
                channel.open().verify(connectLimit);
            } catch (IOException e) {
                channel.close(true);
                return unreachable(e);
            }
            try {
                if (!ended.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    // Slow or dead cannot be told apart here. Nobody else's command is cut off:
                    // only an otherwise unused connection is given up.
                    if (places.availablePermits() == COMMANDS_PER_CONNECTION - 1) {
                        drop(over);
                    }
                    return timedOut(command, limit);
                }
            } finally {
                channel.close(true);
            }
            Integer exit = channel.getExitStatus();
            if (exit == null) {
                return new NoAnswer(
                        hmc,
                        Trouble.LOST,
                        "HMC "
                                + hmc.name()
                                + " broke the connection while '"
                                + command
                                + "' was running");
            }
            return new Ran(
                    hmc,
                    exit,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        }

        private ClientSession current() {
            making.lock();
            try {
                return session != null && session.isOpen() ? session : null;
            } finally {
                making.unlock();
            }
        }

        private ClientSession fresh()
                throws LoginException, InterruptedException, InterruptedIOException {
            making.lockInterruptibly();
            try {
                if (session == null || !session.isOpen()) {
                    session = connect(hmc);
                }
                return session;
            } finally {
                making.unlock();
            }
        }

        private void drop(ClientSession broken) {
            broken.close(true);
        }

        void close() {
            making.lock();
            try {
                if (session != null) {
                    session.close(true);
                }
            } finally {
                making.unlock();
            }
        }

        private NoAnswer unreachable(Exception e) {
            return new NoAnswer(
                    hmc,
                    Trouble.UNREACHABLE,
                    "HMC " + hmc.name() + " does not answer: " + reason(e));
        }

        private NoAnswer timedOut(String command, Duration limit) {
            return new NoAnswer(
                    hmc,
                    Trouble.TIMED_OUT,
                    "HMC "
                            + hmc.name()
                            + " did not finish '"
                            + command
                            + "' within "
                            + limit.toSeconds()
                            + " s");
        }
    }

    private ClientSession connect(HmcAddress hmc) throws LoginException, InterruptedIOException {
        List<java.security.KeyPair> keys = keys(hmc);
        var login = new Login(hmc, new AtomicReference<>(""));
        ClientSession session = null;
        boolean done = false;
        try {
            session =
                    started()
                            .connect(
                                    hmc.user(),
                                    hmc.host(),
                                    hmc.port(),
                                    AttributeRepository.ofKeyValuePair(LOGIN, login),
                                    null)
                            .verify(connectLimit)
                            .getSession();
            session.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys));
            session.auth().verify(connectLimit);
            done = true;
            return session;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new LoginException(failure(login, session, e));
        } finally {
            if (!done && session != null) {
                session.close(true);
            }
        }
    }

    private NoAnswer failure(Login login, ClientSession session, IOException e) {
        HmcAddress hmc = login.hmc();
        String objection = login.objection().get();
        if (!objection.isEmpty()) {
            return new NoAnswer(hmc, Trouble.HOST_KEY, objection);
        }
        boolean timeout =
                e.getCause() instanceof TimeoutException
                        || e instanceof java.net.SocketTimeoutException;
        boolean hasKeys = session != null && session.getServerKey() != null && session.isOpen();
        if (session != null && !timeout && (hasKeys || saysNoMoreMethods(e))) {
            return new NoAnswer(
                    hmc,
                    Trouble.LOGIN,
                    "HMC "
                            + hmc.name()
                            + " does not let user "
                            + hmc.user()
                            + " in with "
                            + String.join(
                                    ", ", files.keyFiles().stream().map(Object::toString).toList())
                            + "; add the public key there: mkauthkeys -a \"<content of the .pub"
                            + " file>\"");
        }
        String why =
                timeout ? "no connection within " + connectLimit.toMillis() + " ms" : reason(e);
        return new NoAnswer(
                hmc, Trouble.UNREACHABLE, "HMC " + hmc.name() + " does not answer: " + why);
    }

    private static boolean saysNoMoreMethods(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t.getMessage() != null
                    && t.getMessage().contains("No more authentication methods available")) {
                return true;
            }
        }
        return false;
    }

    private List<java.security.KeyPair> keys(HmcAddress hmc) throws LoginException {
        List<java.security.KeyPair> keys = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        for (var file : files.keyFiles()) {
            try (var in = java.nio.file.Files.newInputStream(file)) {
                var loaded =
                        SecurityUtils.loadKeyPairIdentities(
                                null, NamedResource.ofName(file.toString()), in, null);
                if (loaded == null) {
                    complaints.add(file + " holds no private key");
                } else {
                    loaded.forEach(keys::add);
                }
            } catch (IOException | java.security.GeneralSecurityException | RuntimeException e) {
                complaints.add(
                        file
                                + " cannot be used ("
                                + reason(e)
                                + "): keys are ECDSA or RSA, without a passphrase");
            }
        }
        if (keys.isEmpty()) {
            String what =
                    complaints.isEmpty()
                            ? "there is no id_ecdsa or id_rsa in "
                                    + files.directory()
                                    + "; make one with ssh-keygen -t ecdsa -N '' -f "
                                    + files.directory().resolve("id_ecdsa")
                            : String.join("; ", complaints);
            throw new LoginException(
                    new NoAnswer(
                            hmc,
                            Trouble.LOGIN,
                            "HMC "
                                    + hmc.name()
                                    + ": no key to log in with as user "
                                    + hmc.user()
                                    + ": "
                                    + what));
        }
        return keys;
    }

    /// The SSH client, which has threads: made when the first HMC is called, as most systems have no LPAR resource.
    private SshClient started() throws IOException {
        clientLock.lock();
        try {
            if (closed) {
                throw new IOException("the LPAR agent is closing");
            }
            if (client == null) {
                client = newClient();
                client.start();
            }
            return client;
        } finally {
            clientLock.unlock();
        }
    }

    private SshClient newClient() {
        SshClient ssh = SshClient.setUpDefaultClient();
        ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        ssh.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        ssh.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        ssh.setServerKeyVerifier((session, address, key) -> trusted(session, key));
        ssh.addSessionListener(new PreferKnownKeyTypes());
        ssh.setSessionHeartbeat(HeartbeatType.IGNORE, KEEP_ALIVE);
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(ssh, connectLimit);
        CoreModuleProperties.AUTH_TIMEOUT.set(ssh, connectLimit.plusSeconds(1));
        CoreModuleProperties.IDLE_TIMEOUT.set(ssh, Duration.ZERO);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(ssh, true);
        CoreModuleProperties.TCP_NODELAY.set(ssh, true);
        CoreModuleProperties.NIO_WORKERS.set(ssh, 2);
        return ssh;
    }

    private boolean trusted(ClientSession session, PublicKey key) {
        Login login = session.getConnectionContext().getAttribute(LOGIN);
        HmcAddress hmc = login.hmc();
        String objection;
        try {
            objection = knownHosts.objection(hmc, key);
        } catch (IOException | RuntimeException e) {
            objection =
                    "HMC "
                            + hmc.name()
                            + " (user "
                            + hmc.user()
                            + "): its host key cannot be checked, "
                            + files.knownHosts()
                            + " is not readable: "
                            + reason(e);
        }
        if (objection.isEmpty()) {
            return true;
        }
        login.objection().set(objection);
        return false;
    }

    /// Asks an HMC first for the types of host key that known_hosts has of it; else an HMC with several keys may show one that is not on file.
    private final class PreferKnownKeyTypes implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(
                Session session, Map<KexProposalOption, String> proposal) {
            if (!(session instanceof ClientSession client)
                    || client.getConnectionContext() == null) {
                return;
            }
            HmcAddress hmc = client.getConnectionContext().getAttribute(LOGIN).hmc();
            String all = proposal.get(KexProposalOption.SERVERKEYS);
            if (hmc == null || all == null) {
                return;
            }
            List<String> offered = Arrays.asList(all.split(","));
            Set<String> ordered = new LinkedHashSet<>();
            try {
                for (String type : knownHosts.keyTypes(hmc)) {
                    if (type.equals("ssh-rsa")) {
                        ordered.add("rsa-sha2-512");
                        ordered.add("rsa-sha2-256");
                    }
                    ordered.add(type);
                }
            } catch (IOException | RuntimeException e) {
                return; // The check of the key that is then shown says what is wrong with the file.
            }
            ordered.retainAll(offered);
            ordered.addAll(offered);
            proposal.put(KexProposalOption.SERVERKEYS, String.join(",", ordered));
        }
    }

    private static String reason(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null || deepest.getMessage().isBlank()
                ? deepest.getClass().getSimpleName()
                : deepest.getMessage();
    }

    /// Carries why a connection could not be made out of the code that makes it.
    private static final class LoginException extends Exception {
        private final transient NoAnswer answer;

        LoginException(NoAnswer answer) {
            super(answer.message());
            this.answer = answer;
        }
    }
}
