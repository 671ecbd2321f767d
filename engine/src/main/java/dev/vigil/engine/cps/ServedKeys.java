package dev.vigil.engine.cps;

import dev.vigil.engine.tls.ClusterKeys;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Chooses the keys of the cluster that a client names (SNI), and trusts only that cluster's authority. Who names none that is served gets no handshake.
final class ServedKeys {
    private final Function<String, Optional<ClusterKeys>> named;

    /// @param named the keys for a client's server name
    ServedKeys(Function<String, Optional<ClusterKeys>> named) {
        this.named = named;
    }

    X509ExtendedKeyManager keyManager() {
        return new Own();
    }

    X509ExtendedTrustManager trustManager() {
        return new Others();
    }

    private Optional<ClusterKeys> keys(SSLEngine engine) {
        return serverName(engine.getHandshakeSession()).flatMap(named);
    }

    private static Optional<String> serverName(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) return Optional.empty();
        for (SNIServerName each : extended.getRequestedServerNames())
            if (each instanceof SNIHostName host) return Optional.of(host.getAsciiName());
        return Optional.empty();
    }

    /// The alias of a key is the server name that it was chosen for.
    private final class Own extends X509ExtendedKeyManager {
        @Override
        public String chooseEngineServerAlias(
                String keyType, Principal[] issuers, SSLEngine engine) {
            if (!keyType.startsWith("EC")) return null;
            return keys(engine).map(ClusterKeys::serverName).orElse(null);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return named.apply(alias).map(ClusterKeys::certificateChain).orElse(null);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return named.apply(alias).map(ClusterKeys::privateKey).orElse(null);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    private final class Others extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            ClusterKeys keys = keys(engine).orElseThrow(() -> refused("names no cluster"));
            keys.trustManager().checkClientTrusted(chain, authType, engine);
            keys.identityOf(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            throw refused("is a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw refused("names no cluster");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw refused("names no cluster");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw refused("is a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw refused("is a server");
        }

        private CertificateException refused(String why) {
            return new CertificateException("the peer " + why);
        }
    }
}
