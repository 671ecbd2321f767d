package dev.vigil.engine.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Whose a certificate is. It stands in it as an alternative name of the form `vigil:CLUSTER:system:NODE:NAME` or `vigil:CLUSTER:point:NAME`.
public sealed interface Identity {
    /// The id that the cluster was given when its authority was made; never that of another cluster, whatever their names.
    String cluster();

    /// The name of the system or point.
    String name();

    /// A system of a cluster.
    ///
    /// @param node its node id
    record OfSystem(String cluster, int node, String name) implements Identity {
        @Override
        public String toString() {
            return "vigil:" + cluster + ":system:" + node + ":" + name;
        }
    }

    /// A coordination point that serves a cluster.
    record OfPoint(String cluster, String name) implements Identity {
        @Override
        public String toString() {
            return "vigil:" + cluster + ":point:" + name;
        }
    }

    /// Reads a certificate. Whether it is genuine is for TLS to say.
    ///
    /// @throws CertificateException if it names nobody
    static Identity of(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names != null)
            for (List<?> each : names) {
                Optional<Identity> found = parse(String.valueOf(each.get(1)));
                if (found.isPresent()) return found.get();
            }
        throw new CertificateException(
                "the certificate of "
                        + certificate.getSubjectX500Principal()
                        + " names no system and no coordination point");
    }

    /// The form that certificates hold; nothing if `text` is none.
    static Optional<Identity> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 4 || !parts[0].equals("vigil")) return Optional.empty();
        if (parts.length == 4 && parts[2].equals("point"))
            return Optional.of(new OfPoint(parts[1], parts[3]));
        if (parts.length != 5
                || !parts[2].equals("system")
                || !parts[3].matches("0|[1-9][0-9]{0,8}")) return Optional.empty();
        return Optional.of(new OfSystem(parts[1], Integer.parseInt(parts[3]), parts[4]));
    }
}
