package parkgate.key;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.http.Page;

/** Where keys are kept, without their secrets. */
interface KeyStore {
    /** A lane has at most so many keys that are neither revoked nor over. */
    int MAX_ACTIVE_KEYS_OF_A_LANE = 16;

    /** A key that is not revoked. */
    Future<Optional<StoredKey>> find(String keyId);

    /** Any key, as it is listed. */
    Future<Optional<KeyRow>> get(String keyId);

    /**
     * Keeps a new key that is not a lane's. Fails with {@link NoSuchPlace} when it is bound to none, with {@link MakerGone} when who
     * makes it is an account that was deleted.
     */
    Future<Void> make(
            KeyText key,
            @Nullable String placeId,
            @Nullable String operatorId,
            @Nullable String label,
            @Nullable Instant expiresAt,
            By by);

    /** What became of a wish for one more key of a lane. */
    enum LaneKey {
        MADE,
        NO_SUCH_LANE,
        TOO_MANY
    }

    /** Keeps a new key of a lane. */
    Future<LaneKey> makeLaneKey(
            KeyText key,
            String lotId,
            String laneId,
            @Nullable String label,
            @Nullable Instant expiresAt,
            Instant now,
            By by);

    /** Whether a lot has such a lane. */
    Future<Boolean> hasLane(String lotId, String laneId);

    /** Keys of a lane, newest first, one more than the page shows when there are more. */
    Future<List<KeyRow>> laneKeys(String laneId, Page page);

    /** Ops and api keys within a place or of an operator, newest first; both null: all. */
    Future<List<KeyRow>> accessKeys(@Nullable String placeId, @Nullable String operatorId, Page page);

    /** Revokes a key and records the change; one that is revoked stays as it is. */
    Future<Void> revoke(String keyId, By by);

    /** The place that a key was to be bound to does not exist. */
    final class NoSuchPlace extends RuntimeException {
        NoSuchPlace() {
            super("no such place", null, false, false);
        }
    }

    /** Whose account was deleted makes no key: their session may be good here for a second longer. */
    final class MakerGone extends RuntimeException {
        MakerGone() {
            super("the account was deleted", null, false, false);
        }
    }
}
