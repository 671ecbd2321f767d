package dev.vigil.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.llt.BadFileException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

class ClusterKeysTest {
    @TempDir private Path directory;
    private ClusterAuthority authority;
    private Path north;
    private Path south;

    @BeforeEach
    void twoSystems() throws BadFileException, IOException {
        authority = ClusterAuthority.init(directory.resolve("ours"), "ours");
        north = authority.addSystem(0, "north");
        south = authority.addSystem(1, "south");
    }

    @Test
    void bothEndsKnowWhoIsAtTheOther() throws Exception {
        assertEquals(
                new Identity.OfSystem(authority.cluster(), 1, "south"), seenByServer(north, south));
    }

    @Test
    void aPointIsNoSystem() throws Exception {
        Path point = authority.addPoint("cp1");
        assertEquals(new Identity.OfPoint(authority.cluster(), "cp1"), seenByServer(north, point));
    }

    @Test
    void aClusterOfTheSameNameIsAnother() throws Exception {
        Path stranger =
                ClusterAuthority.init(directory.resolve("theirs"), "ours").addSystem(1, "south");
        var refused = assertThrows(ExecutionException.class, () -> seenByServer(north, stranger));
        assertTrue(refused.getCause() instanceof SSLException, refused::toString);
    }

    @Test
    void aSystemCannotMakeSystems() throws Exception {
        // The keys of a system taken for an authority's.
        Path forged = directory.resolve("forged");
        Files.createDirectories(forged);
        Files.copy(south.resolve("cert.pem"), forged.resolve("ca.pem"));
        Files.copy(
                south.resolve("key.pem"),
                forged.resolve("ca.key"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path false1 = ClusterAuthority.open(forged).addSystem(0, "north");
        Files.copy(
                north.resolve("ca.pem"),
                false1.resolve("ca.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThrows(BadFileException.class, () -> ClusterKeys.read(false1));
        // Its holder would send the whole chain.
        ClusterKeys server = ClusterKeys.read(south);
        var chain =
                new X509Certificate[] {
                    ClusterKeys.certificate(false1.resolve("cert.pem")),
                    ClusterKeys.certificate(south.resolve("cert.pem")),
                    ClusterKeys.certificate(south.resolve("ca.pem"))
                };
        assertThrows(
                CertificateException.class,
                () -> server.trustManager().checkClientTrusted(chain, "EC"));
    }

    @Test
    void whoShowsNothingIsRefused() throws Exception {
        SSLContext nobody = SSLContext.getInstance(ClusterKeys.PROTOCOL);
        nobody.init(null, new TrustManager[] {ClusterKeys.read(north).trustManager()}, null);
        assertThrows(
                ExecutionException.class,
                () -> seenByServer(ClusterKeys.read(north), nobody, ClusterKeys.PROTOCOL));
    }

    @Test
    void olderVersionsAreRefused() throws Exception {
        assertThrows(
                ExecutionException.class,
                () ->
                        seenByServer(
                                ClusterKeys.read(north),
                                ClusterKeys.read(south).sslContext(),
                                "TLSv1.2"));
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(
                north.resolve("key.pem"), PosixFilePermissions.fromString("rw-r-----"));
        var refused = assertThrows(BadFileException.class, () -> ClusterKeys.read(north));
        assertTrue(refused.getMessage().contains("chmod 600"), refused::getMessage);
    }

    @Test
    void filesOfDifferentSystemsDoNotGoTogether() throws Exception {
        Files.copy(
                south.resolve("key.pem"),
                north.resolve("key.pem"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        var refused = assertThrows(BadFileException.class, () -> ClusterKeys.read(north));
        assertTrue(
                refused.getMessage().contains("is not the key of cert.pem"), refused::getMessage);
    }

    @Test
    void aFileThatWasCutOffIsNamed() throws Exception {
        for (String name : List.of("ca.pem", "cert.pem", "key.pem")) {
            Path file = north.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length - 30; length += 17) {
                Files.write(file, Arrays.copyOf(whole, length));
                var refused = assertThrows(BadFileException.class, () -> ClusterKeys.read(north));
                assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
            }
            Files.write(file, whole);
        }
        ClusterKeys.read(north);
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Files.writeString(north.resolve("cert.pem"), "-----BEGIN CERTIFICATE-----\nMIIB");
        var refused = assertThrows(BadFileException.class, () -> ClusterKeys.read(north));
        assertTrue(refused.getMessage().contains("cert.pem"), refused::getMessage);
        Files.delete(north.resolve("cert.pem"));
        refused = assertThrows(BadFileException.class, () -> ClusterKeys.read(north));
        assertTrue(refused.getMessage().contains("no such file"), refused::getMessage);
    }

    private static Identity seenByServer(Path server, Path client) throws Exception {
        return seenByServer(
                ClusterKeys.read(server),
                ClusterKeys.read(client).sslContext(),
                ClusterKeys.PROTOCOL);
    }

    private static Identity seenByServer(ClusterKeys server, SSLContext client, String protocol)
            throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var listening =
                (SSLServerSocket)
                        server.sslContext()
                                .getServerSocketFactory()
                                .createServerSocket(0, 1, loopback)) {
            listening.setSSLParameters(ClusterKeys.parameters());
            CompletableFuture<Identity> seen = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var accepted = (SSLSocket) listening.accept()) {
                                    accepted.startHandshake();
                                    seen.complete(server.identityOf(accepted.getSession()));
                                } catch (IOException | CertificateException refused) {
                                    seen.completeExceptionally(refused);
                                }
                            });
            try (var socket =
                    (SSLSocket)
                            client.getSocketFactory()
                                    .createSocket(loopback, listening.getLocalPort())) {
                socket.setEnabledProtocols(new String[] {protocol});
                socket.startHandshake();
                return seen.get(20, TimeUnit.SECONDS);
            } catch (IOException told) {
                return seen.get(20, TimeUnit.SECONDS);
            }
        }
    }
}
