package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointClient;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.ForgedKeys;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// What anybody can send to the port: the point answers its systems all the same, nothing it remembers changes, and its log stays short.
///
/// `-Dvigil.packets` says how many connections each kind of client makes.
class HostileClientsTest {
    private static final int TIMEOUT_MS = 20_000;

    private final int times = Integer.getInteger("vigil.packets", 25);
    @TempDir private Path directory;
    private TestPoint point;
    private TestCluster shop;
    private TestCluster farm;

    @BeforeEach
    void start() throws Exception {
        point = new TestPoint(directory.resolve("cp1"));
        shop = new TestCluster(directory, "shop", point);
        farm = new TestCluster(directory, "farm", point);
        point.start();
        for (TestCluster cluster : List.of(shop, farm)) register(cluster, 0, 1);
        register(shop, 1, 5, 0);
    }

    @AfterEach
    void stillServes() throws Exception {
        assertEquals("[0/1, 1/5]", keys(shop));
        assertEquals("[0/1]", keys(farm));
        register(shop, 0, 2, 1);
        long lines = point.said().lines().count();
        assertTrue(lines < 20, () -> lines + " lines:\n" + point.said());
        point.close();
    }

    @Test
    void whoSaysNothingIsFewAtATime() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) silent.add(new Socket("127.0.0.1", point.port()));
            TestPoint.until(() -> point.count("too_many") == 4);
        } finally {
            for (Socket each : silent) each.close();
        }
        TestPoint.until(() -> point.count("handshake") == 16);
    }

    @Test
    void whoSpeaksNoTls() throws Exception {
        Random random = new Random(times);
        for (int i = 0; i < times; i++) {
            byte[] rubbish = new byte[1 + random.nextInt(600)];
            random.nextBytes(rubbish);
            // Every other one begins as a handshake does.
            if (i % 2 == 0)
                System.arraycopy(new byte[] {22, 3, 1}, 0, rubbish, 0, Math.min(3, rubbish.length));
            try (Socket socket = connect()) {
                socket.getOutputStream().write(rubbish);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException reset) {
                // That is how most of them end.
            }
        }
    }

    @Test
    void whoStopsInTheMiddleOfTheHandshake() throws Exception {
        for (int i = 0; i < times; i++)
            try (Socket socket = connect()) {
                socket.getOutputStream().write(new byte[] {22, 3, 1, 1, 0});
            }
        TestPoint.until(() -> point.count("handshake") + point.count("too_many") == times);
    }

    @Test
    void whoHasNoCertificateOrAStrangers() throws Exception {
        SSLContext nobody = SSLContext.getInstance(ClusterKeys.PROTOCOL);
        ClusterKeys north = ClusterKeys.read(shop.keys("north"));
        nobody.init(null, new TrustManager[] {north.trustManager()}, null);
        ClusterKeys farmer = ClusterKeys.read(farm.keys("north"));
        int refused = 0;
        for (int i = 0; i < times; i++) {
            refused += refused(nobody, north.serverName()) ? 1 : 0;
            // A system of another cluster that is served as well.
            refused += refused(farmer.sslContext(), north.serverName()) ? 1 : 0;
            refused += refused(north.sslContext(), farmer.serverName()) ? 1 : 0;
            refused += refused(north.sslContext(), "elsewhere.cluster.vigil") ? 1 : 0;
        }
        assertEquals(4 * times, refused);
    }

    @Test
    void anAuthorityThatSpeaksForAnotherCluster() throws Exception {
        // Signed by farm's authority, it says it is north of shop; farm's name gets it past the
        // choice of keys.
        ClusterKeys forged = ForgedKeys.make(farm.directory(), shop.id(), 0, "north");
        ClusterKeys farmer = ClusterKeys.read(farm.keys("north"));
        for (int i = 0; i < times; i++) {
            assertTrue(refused(forged.sslContext(), farmer.serverName()));
            assertTrue(refused(forged.sslContext(), forged.serverName()));
        }
    }

    @Test
    void aSystemThatSaysWhatIsNoWord() throws Exception {
        ClusterKeys south = ClusterKeys.read(shop.keys("south"));
        Random random = new Random(times);
        long before = point.count("malformed");
        for (int i = 0; i < times; i++) {
            byte[] rubbish = new byte[8 + random.nextInt(600)];
            random.nextBytes(rubbish);
            switch (i % 3) {
                // too long, not JSON, cut short
                case 0 -> rubbish[0] = 0x7f;
                case 1 -> System.arraycopy(new byte[] {0, 0, 0, 4}, 0, rubbish, 0, 4);
                default -> System.arraycopy(new byte[] {0, 0, 0x10, 0}, 0, rubbish, 0, 4);
            }
            try (SSLSocket socket = tls(south.sslContext(), south.serverName())) {
                socket.getOutputStream().write(rubbish);
                if (i % 3 != 2) socket.getInputStream().readAllBytes();
            } catch (IOException reset) {
                // The point has closed the connection before all was sent.
            }
        }
        int malformed = times - times / 3;
        TestPoint.until(() -> point.count("malformed") - before == malformed);
    }

    private void register(TestCluster cluster, int system, long incarnation, Integer... heard)
            throws Exception {
        PointRequest request =
                new PointRequest.Register(
                        new Key(system, incarnation), new TreeSet<>(List.of(heard)));
        PointAnswer answer = point.on(() -> client(cluster, system).ask(request));
        assertInstanceOf(PointAnswer.Granted.class, answer, answer::toString);
    }

    private String keys(TestCluster cluster) throws Exception {
        PointAnswer answer = point.on(() -> client(cluster, 0).ask(new PointRequest.ReadKeys()));
        return assertInstanceOf(PointAnswer.Granted.class, answer, answer::toString)
                .keys()
                .toString();
    }

    private PointClient client(TestCluster cluster, int system) throws Exception {
        return cluster.client(system == 0 ? "north" : "south", point);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", point.port()), TIMEOUT_MS);
        return socket;
    }

    private SSLSocket tls(SSLContext context, String serverName) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket();
        SSLParameters parameters = ClusterKeys.parameters();
        parameters.setServerNames(List.of(new SNIHostName(serverName)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress("127.0.0.1", point.port()), TIMEOUT_MS);
        return socket;
    }

    /// A handshake of TLS 1.3 can look well to the client before the server has seen its certificate: the connection ends all the same.
    private boolean refused(SSLContext context, String serverName) {
        try (SSLSocket socket = tls(context, serverName)) {
            socket.startHandshake();
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (IOException alert) {
            return true;
        }
    }
}
