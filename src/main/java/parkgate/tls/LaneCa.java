package parkgate.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who vouches for lanes, and what a certificate says of them. */
final class LaneCa {
    /** A certificate names its lanes in URIs among its alternative names: this and the lane's id. */
    static final String LANE_URI = "urn:parkgate:lane:";

    private static final int URI = 6;

    private final X509TrustManager anchors;

    private LaneCa(X509TrustManager anchors) {
        this.anchors = anchors;
    }

    /** Lanes of a certificate that was good when looked at, and is so until {@code notAfter}. */
    record Lanes(Set<String> laneIds, Instant notAfter) {}

    static LaneCa of(List<X509Certificate> authorities) throws TlsFileException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager anchors) {
                    return new LaneCa(anchors);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsFileException(
                    "the lanes' CA cannot be used: " + e.getClass().getSimpleName());
        }
        throw new TlsFileException("this Java has no PKIX trust manager");
    }

    /** The authorities themselves: the door names them to clients, so that browsers have none to offer. */
    X509Certificate[] authorities() {
        return anchors.getAcceptedIssuers();
    }

    /**
     * The lanes that a chain speaks for; empty when it is not good: not of this CA, not now, not for clients. Costs
     * signatures: a millisecond or two.
     */
    Optional<Lanes> lanes(X509Certificate[] chain) {
        try {
            anchors.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            Instant notAfter = chain[0].getNotAfter().toInstant();
            for (X509Certificate each : chain) {
                Instant end = each.getNotAfter().toInstant();
                notAfter = end.isBefore(notAfter) ? end : notAfter;
            }
            return Optional.of(new Lanes(laneIds(chain[0]), notAfter));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }

    private static Set<String> laneIds(X509Certificate certificate) throws CertificateException {
        Set<String> laneIds = new HashSet<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names != null) {
            for (List<?> name : names) {
                if (name.get(0).equals(URI) && name.get(1) instanceof String uri && uri.startsWith(LANE_URI)) {
                    laneIds.add(uri.substring(LANE_URI.length()));
                }
            }
        }
        return Set.copyOf(laneIds);
    }
}
