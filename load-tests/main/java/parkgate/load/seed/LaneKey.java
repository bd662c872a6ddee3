package parkgate.load.seed;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A lane's key: {@code pg_lane_<id>_<secret>}, 8 and 32 bytes in hexadecimal; kept is the SHA-256 of the secret's bytes. */
final class LaneKey {
    private final String laneId;
    private final byte[] id = new byte[8];
    private final byte[] secret = new byte[32];

    LaneKey(String laneId, RandomGenerator dice) {
        this.laneId = laneId;
        dice.nextBytes(id);
        dice.nextBytes(secret);
    }

    String laneId() {
        return laneId;
    }

    String keyId() {
        return HexFormat.of().formatHex(id);
    }

    String text() {
        return "pg_lane_" + keyId() + '_' + HexFormat.of().formatHex(secret);
    }

    byte[] secretSha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
