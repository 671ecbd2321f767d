package dev.vigil.engine.tls;

import dev.vigil.engine.llt.BadFileException;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// The authority of one cluster, which gives systems and coordination points their keys. Its directory:
///
/// ```
/// ca.pem  ca.key      the authority; ca.key is needed to add systems, and by no daemon
/// north/  south/      one directory for each system or point, with ca.pem, cert.pem and key.pem
/// ```
///
/// Nothing is ever overwritten, and a directory is there with all its files or not at all. Certificates do not expire: one that does
/// would end a cluster some night years from now.
public final class ClusterAuthority {
    private static final String AUTHORITY_KEY_FILE = "ca.key";
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;

    /// Long past, so that a machine whose clock starts wrongly is let in.
    private static final Date FROM = Date.from(Instant.parse("2000-01-01T00:00:00Z"));

    /// What RFC 5280 (4.1.2.5) writes for certificates without a well-defined end.
    private static final Date UNTIL = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

    private final Path directory;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private ClusterAuthority(Path directory, X509Certificate certificate, PrivateKey key) {
        this.directory = directory;
        this.certificate = certificate;
        this.key = key;
    }

    /// Makes the authority of a new cluster.
    ///
    /// @throws BadFileException if there is one in the directory already
    /// @throws IOException if the files cannot be written
    public static ClusterAuthority init(Path directory, String clusterName)
            throws BadFileException, IOException {
        Path authorityFile = directory.resolve(ClusterKeys.AUTHORITY_FILE);
        Path keyFile = directory.resolve(AUTHORITY_KEY_FILE);
        if (Files.exists(authorityFile))
            throw new BadFileException(
                    authorityFile,
                    "a cluster has its authority here already",
                    "add systems to it with -add, or name another directory with -dir");
        if (Files.exists(keyFile))
            throw new BadFileException(
                    keyFile,
                    "a key without its certificate: "
                            + ClusterKeys.AUTHORITY_FILE
                            + " was lost, or never made",
                    "restore that from a backup; if nobody was given keys by it, remove the key");
        KeyPair pair = newPair();
        X500Name name = subject(UUID.randomUUID().toString(), clusterName);
        X509Certificate certificate =
                signed(
                        name,
                        pair.getPrivate(),
                        name,
                        pair.getPublic(),
                        builder -> {
                            builder.addExtension(
                                    Extension.basicConstraints, true, new BasicConstraints(0));
                            builder.addExtension(
                                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
                        });
        makeDirectory(directory);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(AUTHORITY_KEY_FILE, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        files.put(ClusterKeys.AUTHORITY_FILE, pem(certificate));
        Path fresh = written(directory, files);
        // The key first: a certificate without its key could not be told from one that is kept
        // elsewhere.
        Files.move(fresh.resolve(AUTHORITY_KEY_FILE), keyFile, StandardCopyOption.ATOMIC_MOVE);
        Files.move(
                fresh.resolve(ClusterKeys.AUTHORITY_FILE),
                authorityFile,
                StandardCopyOption.ATOMIC_MOVE);
        Files.delete(fresh);
        force(directory);
        return new ClusterAuthority(directory, certificate, pair.getPrivate());
    }

    /// Opens an authority to add to it.
    ///
    /// @throws BadFileException if there is none in the directory, or its key is kept elsewhere
    public static ClusterAuthority open(Path directory) throws BadFileException {
        Path file = directory.resolve(ClusterKeys.AUTHORITY_FILE);
        if (!Files.exists(file))
            throw new BadFileException(
                    file, "no such file", "make the cluster's authority first: vigil-keys -init");
        X509Certificate certificate = ClusterKeys.certificate(file);
        Path keyFile = directory.resolve(AUTHORITY_KEY_FILE);
        if (!Files.exists(keyFile))
            throw new BadFileException(
                    keyFile,
                    "no such file",
                    "it is needed to add systems; use the directory that -init was called with");
        PrivateKey key = ClusterKeys.key(keyFile);
        if (!KeyPairs.belongTogether(key, certificate.getPublicKey()))
            throw new BadFileException(
                    keyFile,
                    "is not the key of " + ClusterKeys.AUTHORITY_FILE + " beside it",
                    "restore both from one backup");
        return new ClusterAuthority(directory, certificate, key);
    }

    /// The cluster's id.
    public String cluster() {
        return valueOf(BCStyle.O);
    }

    /// The name that the cluster was given when its authority was made; for people.
    public String clusterName() {
        return valueOf(BCStyle.CN);
    }

    /// Gives a system its key.
    ///
    /// @return the directory to copy to the system, as `keys` beside its `main.cf`
    /// @throws BadFileException if the system, or another with that node id, has one already
    public Path addSystem(int node, String name) throws BadFileException, IOException {
        for (Map.Entry<Path, Identity> each : holders().entrySet())
            if (each.getValue() instanceof Identity.OfSystem other && other.node() == node)
                throw new BadFileException(
                        each.getKey(),
                        "node id " + node + " is " + other.name() + "'s",
                        "give each system an id of its own, as llthosts does");
        return add(new Identity.OfSystem(cluster(), node, name));
    }

    /// Gives a coordination point its key for this cluster.
    ///
    /// @return the directory to copy to the point's host, below `clusters` there
    /// @throws BadFileException if there is a point or system of that name
    public Path addPoint(String name) throws BadFileException, IOException {
        return add(new Identity.OfPoint(cluster(), name));
    }

    /// Who was given keys, by directory.
    ///
    /// @throws BadFileException if a certificate among them is damaged
    public SortedMap<Path, Identity> holders() throws BadFileException, IOException {
        SortedMap<Path, Identity> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path each : entries.sorted().toList()) {
                Path file = each.resolve(ClusterKeys.CERTIFICATE_FILE);
                if (!Files.exists(file) || each.getFileName().toString().startsWith(".")) continue;
                try {
                    found.put(each, Identity.of(ClusterKeys.certificate(file)));
                } catch (CertificateException nobody) {
                    throw new BadFileException(file, nobody.getMessage(), "remove the directory");
                }
            }
        }
        return found;
    }

    private Path add(Identity identity) throws BadFileException, IOException {
        return add(identity, directory.resolve(identity.name()));
    }

    Path add(Identity identity, Path place) throws BadFileException, IOException {
        if (Files.exists(place))
            throw new BadFileException(
                    place,
                    "has its keys already",
                    "copy that directory, or remove it to have new ones made");
        KeyPair pair = newPair();
        var names =
                new GeneralNames(
                        new GeneralName(
                                GeneralName.uniformResourceIdentifier, identity.toString()));
        X509Certificate own =
                signed(
                        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                        key,
                        subject(identity.cluster(), identity.name()),
                        pair.getPublic(),
                        builder -> {
                            builder.addExtension(
                                    Extension.basicConstraints, true, new BasicConstraints(false));
                            builder.addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(KeyUsage.digitalSignature));
                            builder.addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(
                                            new KeyPurposeId[] {
                                                KeyPurposeId.id_kp_serverAuth,
                                                KeyPurposeId.id_kp_clientAuth
                                            }));
                            builder.addExtension(Extension.subjectAlternativeName, false, names);
                        });
        Map<String, String> files = new LinkedHashMap<>();
        files.put(ClusterKeys.AUTHORITY_FILE, pem(certificate));
        files.put(ClusterKeys.CERTIFICATE_FILE, pem(own));
        files.put(ClusterKeys.KEY_FILE, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Path made = Files.move(written(directory, files), place, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
        return made;
    }

    /// A new directory with files that are on disk, or none of it.
    private static Path written(Path directory, Map<String, String> files) throws IOException {
        Path fresh =
                Files.createTempDirectory(
                        directory,
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        try {
            for (Map.Entry<String, String> file : files.entrySet())
                write(fresh.resolve(file.getKey()), file.getValue());
            force(fresh);
            return fresh;
        } catch (IOException failed) {
            for (String file : files.keySet()) Files.deleteIfExists(fresh.resolve(file));
            Files.delete(fresh);
            throw failed;
        }
    }

    private static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private String valueOf(ASN1ObjectIdentifier attribute) {
        X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        var found = name.getRDNs(attribute);
        return found.length == 0 ? "" : found[0].getFirst().getValue().toString();
    }

    private static X500Name subject(String cluster, String name) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, cluster)
                .addRDN(BCStyle.CN, name)
                .build();
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this JDK has no EC P-256", impossible);
        }
    }

    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
    }

    private static X509Certificate signed(
            X500Name issuer,
            PrivateKey issuerKey,
            X500Name subject,
            PublicKey subjectKey,
            Extensions extensions)
            throws IOException {
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, new SecureRandom()),
                        FROM,
                        UNTIL,
                        subject,
                        subjectKey);
        extensions.addTo(builder);
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(ALGORITHM).build(issuerKey)));
        } catch (OperatorCreationException | GeneralSecurityException impossible) {
            throw new IllegalStateException("cannot sign with " + ALGORITHM, impossible);
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory))
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
    }

    private static void write(Path file, String content) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            var left = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
            while (left.hasRemaining()) channel.write(left);
            channel.force(true);
        }
    }

    private static String pem(X509Certificate certificate) throws IOException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    private static String pem(String kind, byte[] content) {
        String text =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
