package parkgate.http;

import io.vertx.core.Future;
import java.util.Optional;

/** Who has signed in. */
public interface People {
    /**
     * Somebody whose session stands.
     *
     * @param mustChangePassword may do nothing yet but choose a password of their own
     */
    record Person(Caller caller, boolean mustChangePassword) {}

    /**
     * Whose session it is; empty when it is unknown, over or ended. One that was seen of late is answered with a future that is
     * already complete.
     *
     * @param token what the cookie says, {@link SessionCookie#isToken}
     */
    Future<Optional<Person>> signedIn(String token);

    /** Nobody. */
    static People none() {
        return token -> Future.succeededFuture(Optional.empty());
    }
}
