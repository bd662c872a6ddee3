package parkgate.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority of a test, and what it issues. */
final class Authority {
    private static final char[] NO_PASSWORD = {};

    private final KeyPair keys;
    private final String name;
    private final X509Certificate certificate;
    private int serial = 1;

    /** A certificate and its key. */
    record Issued(X509Certificate certificate, PrivateKey key) {
        void write(Path certificateFile, Path keyFile) throws Exception {
            Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
            Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        }
    }

    Authority(String name) throws Exception {
        this.name = "CN=" + name;
        this.keys = keyPair();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(this.name),
                BigInteger.ONE,
                Date.from(Instant.now().minus(Duration.ofDays(10))),
                Date.from(Instant.now().plus(Duration.ofDays(100))),
                new X500Name(this.name),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        this.certificate = signed(builder);
    }

    void write(Path file) throws Exception {
        Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** For the loopback address. */
    Issued server(Instant until) throws Exception {
        return issue(
                KeyPurposeId.id_kp_serverAuth, until, List.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    }

    Issued lane(Instant until, String... laneIds) throws Exception {
        return client(KeyPurposeId.id_kp_clientAuth, until, laneIds);
    }

    Issued client(KeyPurposeId purpose, Instant until, String... laneIds) throws Exception {
        List<GeneralName> names = new ArrayList<>();
        for (String laneId : laneIds) {
            names.add(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:parkgate:lane:" + laneId));
        }
        return issue(purpose, until, names);
    }

    private Issued issue(KeyPurposeId purpose, Instant until, List<GeneralName> names) throws Exception {
        KeyPair own = keyPair();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name(name),
                BigInteger.valueOf(++serial),
                Date.from(Instant.now().minus(Duration.ofDays(5))),
                Date.from(until),
                new X500Name("CN=test"),
                own.getPublic());
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        if (!names.isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        }
        return new Issued(signed(builder), own.getPrivate());
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    /** A client that trusts this authority and shows what it was given. */
    SSLContext client(@Nullable Issued shown) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (shown != null) {
            own.setKeyEntry("me", shown.key(), NO_PASSWORD, new X509Certificate[] {shown.certificate()});
        }
        KeyManagerFactory mine = KeyManagerFactory.getInstance("SunX509");
        mine.init(own, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }
}
