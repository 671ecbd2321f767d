package dev.vigil.engine.tls;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.OwnersAlone;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// What one system or coordination point proves with who it is, and knows with who others are.
///
/// A directory made by `vigil-keys`: `ca.pem` (the cluster's authority), `cert.pem` and `key.pem`. TLS shows that a peer holds a certificate of
/// the same cluster; which of its systems the peer is, the caller compares with [#identityOf].
public final class ClusterKeys {
    /// The only version of TLS that is spoken.
    public static final String PROTOCOL = "TLSv1.3";

    static final String AUTHORITY_FILE = "ca.pem";
    static final String CERTIFICATE_FILE = "cert.pem";
    static final String KEY_FILE = "key.pem";

    private static final String REMEDY =
            "make keys with vigil-keys and copy the directory of this system here";
    private static final char[] NO_PASSWORD = new char[0];

    private final Identity identity;
    private final X509Certificate[] chain;
    private final PrivateKey key;
    private final KeyManagerFactory keyManagers;
    private final TrustManagerFactory trustManagers;

    private ClusterKeys(
            Identity identity,
            X509Certificate[] chain,
            PrivateKey key,
            KeyManagerFactory keyManagers,
            TrustManagerFactory trustManagers) {
        this.identity = identity;
        this.chain = chain;
        this.key = key;
        this.keyManagers = keyManagers;
        this.trustManagers = trustManagers;
    }

    /// Reads the keys in a directory.
    ///
    /// @throws BadFileException if a file is missing, cannot be used, does not belong to the others, or if others than its owner may read the key
    public static ClusterKeys read(Path directory) throws BadFileException {
        X509Certificate authority = certificate(directory.resolve(AUTHORITY_FILE));
        X509Certificate own = certificate(directory.resolve(CERTIFICATE_FILE));
        Path keyFile = directory.resolve(KEY_FILE);
        PrivateKey key = key(keyFile);
        Identity identity;
        try {
            own.verify(authority.getPublicKey());
            identity = Identity.of(own);
        } catch (GeneralSecurityException foreign) {
            throw new BadFileException(
                    directory.resolve(CERTIFICATE_FILE),
                    "is no certificate of the authority in "
                            + AUTHORITY_FILE
                            + " ("
                            + foreign.getMessage()
                            + ")",
                    REMEDY);
        }
        if (!KeyPairs.belongTogether(key, own.getPublicKey()))
            throw new BadFileException(
                    keyFile, "is not the key of " + CERTIFICATE_FILE + " beside it", REMEDY);
        try {
            X509Certificate[] chain = {own, authority};
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("own", key, NO_PASSWORD, chain);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            var keyManagers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            var trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trusted);
            return new ClusterKeys(identity, chain, key, keyManagers, trustManagers);
        } catch (GeneralSecurityException | IOException unusable) {
            throw new BadFileException(
                    directory, "the keys cannot be used (" + unusable.getMessage() + ")", REMEDY);
        }
    }

    /// Who the holder of these keys is.
    public Identity identity() {
        return identity;
    }

    /// What a client of this cluster names when it opens a connection (SNI), so that a server of several clusters knows which of them is meant.
    public String serverName() {
        return serverName(identity.cluster());
    }

    /// The same for a cluster by its id.
    static String serverName(String cluster) {
        return cluster + ".cluster.vigil";
    }

    /// Who a peer is that TLS has let in.
    ///
    /// @throws CertificateException if the certificate names nobody, or somebody of another cluster
    public Identity identityOf(X509Certificate certificate) throws CertificateException {
        Identity peer = Identity.of(certificate);
        if (!peer.cluster().equals(identity.cluster()))
            throw new CertificateException(
                    peer + " is not of cluster " + identity.cluster() + ", which is ours");
        return peer;
    }

    /// Who is at the other end of a connection.
    ///
    /// @throws CertificateException if it has shown no certificate of this cluster
    public Identity identityOf(SSLSession session) throws CertificateException {
        try {
            if (session.getPeerCertificates()[0] instanceof X509Certificate certificate)
                return identityOf(certificate);
            throw new CertificateException("the peer's certificate is not an X.509 certificate");
        } catch (SSLPeerUnverifiedException none) {
            throw new CertificateException("the peer has shown no certificate", none);
        }
    }

    /// For sockets and engines of the JDK. Give each of them [#parameters] too: a context alone would speak older versions and ask clients for nothing.
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no " + PROTOCOL + " in this JDK", impossible);
        }
    }

    /// TLS 1.3 and nothing else; the client has to show a certificate as well.
    public static SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setNeedClientAuth(true);
        return parameters;
    }

    /// The versions of TLS for Vert.x's options.
    public static Set<String> protocols() {
        return Set.of(PROTOCOL);
    }

    /// The own key, for Vert.x's options of a client or server.
    public KeyCertOptions keyOptions() {
        return KeyCertOptions.wrap(keyManagers);
    }

    /// Whom to trust, for Vert.x's options of a client or server.
    public TrustOptions trustOptions() {
        return TrustOptions.wrap(trustManagers);
    }

    /// The own certificate and the authority's, for a server that chooses among several keys.
    public X509Certificate[] certificateChain() {
        return chain.clone();
    }

    /// The own key, for such a server.
    public PrivateKey privateKey() {
        return key;
    }

    /// Trusts holders of certificates of this cluster, for such a server.
    public X509ExtendedTrustManager trustManager() {
        return (X509ExtendedTrustManager) trustManagers.getTrustManagers()[0];
    }

    static X509Certificate certificate(Path file) throws BadFileException {
        try (var in = new ByteArrayInputStream(content(file))) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException | IOException damaged) {
            throw new BadFileException(
                    file, "holds no certificate (" + damaged.getMessage() + ")", REMEDY);
        }
    }

    static PrivateKey key(Path file) throws BadFileException {
        byte[] content = content(file);
        try {
            OwnersAlone.check(file, "this key");
            String text =
                    new String(content, StandardCharsets.US_ASCII)
                            .replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "")
                            .replaceAll("\\s", "");
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
        } catch (GeneralSecurityException | IllegalArgumentException | IOException damaged) {
            throw new BadFileException(file, "holds no key (" + damaged.getMessage() + ")", REMEDY);
        }
    }

    private static byte[] content(Path file) throws BadFileException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw new BadFileException(file, "no such file", REMEDY);
        } catch (IOException unreadable) {
            throw new BadFileException(file, "cannot be read (" + unreadable + ")", REMEDY);
        }
    }
}
