package parkgate.http;

import io.vertx.core.Future;
import java.util.Optional;

/** Who holds a key. */
public interface Authenticator {
    /**
     * The caller of a bearer token; empty when the key is unknown, revoked or over. A known key is answered with a
     * future that is already complete, so that a scan does not wait for it.
     *
     * @param token what stands after {@code Bearer}: any text of at most {@link Authentication#MAX_TOKEN} characters
     */
    Future<Optional<Caller>> authenticate(String token);
}
