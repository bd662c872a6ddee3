package parkgate.tls;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import parkgate.http.LaneProof;
import parkgate.http.Problem;

/**
 * Mutual TLS for lanes: a request with a lane's key must come over a connection whose client certificate is good by the
 * lanes' CA and names that lane. A chain is checked once a TLS session, its dates with each request.
 */
final class LaneCertificates implements LaneProof {
    private static final String SEEN = "parkgate.lanes";

    private final Supplier<TlsIdentity> identity;
    private final InstantSource clock;

    LaneCertificates(Supplier<TlsIdentity> identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** What was found of a session's chain, and by which CA: another file, another look. */
    private record Seen(LaneCa by, Optional<LaneCa.Lanes> lanes) {}

    @Override
    public @Nullable Problem refusal(HttpServerRequest request, String laneId) {
        LaneCa ca = identity.get().laneCa();
        if (ca == null) {
            return null;
        }
        LaneCa.Lanes lanes = lanes(ca, request.connection().sslSession()).orElse(null);
        if (lanes == null || !clock.instant().isBefore(lanes.notAfter())) {
            return refused("Here a lane's key needs a client certificate of the lanes' CA that has not expired.");
        }
        return lanes.laneIds().contains(laneId)
                ? null
                : refused("The client certificate does not name the key's lane (a URI " + LaneCa.LANE_URI + "ID).");
    }

    private static Optional<LaneCa.Lanes> lanes(LaneCa ca, @Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        if (session.getValue(SEEN) instanceof Seen seen && seen.by().equals(ca)) {
            return seen.lanes();
        }
        Optional<LaneCa.Lanes> lanes = chain(session).flatMap(ca::lanes);
        session.putValue(SEEN, new Seen(ca, lanes));
        return lanes;
    }

    private static Optional<X509Certificate[]> chain(SSLSession session) {
        try {
            Certificate[] shown = session.getPeerCertificates();
            X509Certificate[] chain = new X509Certificate[shown.length];
            for (int i = 0; i < shown.length; i++) {
                chain[i] = (X509Certificate) shown[i];
            }
            return Optional.of(chain);
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static Problem refused(String detail) {
        return Problem.of(403, "lane-certificate", "The lane's certificate is missing or not good")
                .detail(detail);
    }
}
