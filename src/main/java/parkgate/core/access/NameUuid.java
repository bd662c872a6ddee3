package parkgate.core.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that follow from lot and scan, so that deciding the same scan again, at any instance and after any loss, names
 * the same session and the same decision. UUID version 5 (RFC 9562, section 5.5): SHA-1 over a namespace and a name;
 * nothing here is a secret and nobody gains by a collision, so SHA-1 is enough.
 */
public final class NameUuid {
    /** Version 4, drawn once for this service; never to change, or a repeated scan would get a second session. */
    private static final UUID SESSIONS = UUID.fromString("6f0c2b1e-54c1-4e0a-9d5b-0b6f1f6d7a31");

    private static final UUID DECISIONS = UUID.fromString("b3a7d9c4-8e12-4f6b-a1f3-52c49e7d0c88");

    private NameUuid() {}

    /** The session that a grant of this scan begins. */
    public static UUID sessionId(String lotId, UUID scanId) {
        return of(SESSIONS, lotId + '/' + scanId);
    }

    /** The decision on this scan. */
    public static UUID decisionId(String lotId, UUID scanId) {
        return of(DECISIONS, lotId + '/' + scanId);
    }

    /** The decision of a lane that refused by itself: the same however often it tells. */
    public static UUID refusalId(String laneId, UUID scanId) {
        return of(DECISIONS, "refused/" + laneId + '/' + scanId);
    }

    /**
     * What a scan is known by whose scanId another scan has had: the same however often its lane tells of it.
     *
     * @param holder whose code it showed, empty for nobody's: a counter that stands still makes no two cars one
     */
    public static UUID scanIdInstead(String laneId, UUID scanId, long deviceSeq, long eventMs, String holder) {
        return of(DECISIONS, "instead/" + laneId + '/' + scanId + '/' + deviceSeq + '/' + eventMs + '/' + holder);
    }

    /** The version 5 UUID of a name, UTF-8, in a namespace. */
    static UUID of(UUID namespace, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer in = ByteBuffer.allocate(16 + text.length)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .put(text);
        ByteBuffer hash = ByteBuffer.wrap(sha1().digest(in.array()));
        long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
        long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException("this JDK has no SHA-1", everyJdkHasIt);
        }
    }
}
