package parkgate.tls;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A certificate chain with its key, and the lanes' CA where lanes need certificates: files that fit together. */
public final class TlsIdentity {
    private static final Set<String> PROTOCOLS = new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2"));

    /** Forward secret and authenticated, all of them; HTTP/2 forbids the rest. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final TlsFiles.Bytes bytes;
    private final X509Certificate leaf;
    private final @Nullable LaneCa laneCa;

    TlsIdentity(TlsFiles.Bytes bytes, X509Certificate leaf, @Nullable LaneCa laneCa) {
        this.bytes = bytes;
        this.leaf = leaf;
        this.laneCa = laneCa;
    }

    /** First moment at which clients may accept it. */
    Instant notBefore() {
        return leaf.getNotBefore().toInstant();
    }

    /** Last moment at which clients accept it. */
    Instant notAfter() {
        return leaf.getNotAfter().toInstant();
    }

    @Nullable
    LaneCa laneCa() {
        return laneCa;
    }

    TlsFiles.Bytes bytes() {
        return bytes;
    }

    /**
     * How the door speaks TLS with it. A client's certificate is asked for where lanes need one, and looked at only with a
     * lane's key: nobody else is refused for a certificate.
     */
    public ServerSSLOptions options() {
        ServerSSLOptions options = new ServerSSLOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(bytes.certificate())
                        .addKeyValue(bytes.key()));
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
        CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        if (laneCa != null) {
            options.setClientAuth(ClientAuth.REQUEST)
                    .setTrustOptions(TrustOptions.wrap(new LaterLooked(laneCa.authorities())));
        }
        return options;
    }
}
