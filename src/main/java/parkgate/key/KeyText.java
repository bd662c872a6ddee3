package parkgate.key;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parkgate.http.KeyKind;

/**
 * A key as it is written: {@code pg_<kind>_<id>_<secret>}.
 *
 * <pre>
 * kind    lane, ops, api or admin
 * id      16 lower-case hexadecimal digits: 8 random bytes, public
 * secret  64 lower-case hexadecimal digits: 32 random bytes, shown once, kept as their SHA-256
 * </pre>
 *
 * <p>Has no {@code equals}: secrets are compared by {@link StoredKey#opensFor} alone.
 */
final class KeyText {
    private static final String PREFIX = "pg_";
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final int MAX_LENGTH = PREFIX.length() + "admin".length() + 1 + 2 * ID_BYTES + 1 + 2 * SECRET_BYTES;
    private static final HexFormat HEX = HexFormat.of();

    private final KeyKind kind;
    private final String id;
    private final byte[] secret;

    private KeyText(KeyKind kind, String id, byte[] secret) {
        this.kind = kind;
        this.id = id;
        this.secret = secret;
    }

    /** A new one. {@code random} must be one that nobody can foresee. */
    static KeyText make(KeyKind kind, RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new KeyText(kind, HEX.formatHex(id), secret);
    }

    /** The key that a text is; empty when it is none. Never throws on any input. */
    static Optional<KeyText> parse(String text) {
        if (text.length() > MAX_LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int kindEnd = text.indexOf('_', PREFIX.length());
        int idEnd = kindEnd + 1 + 2 * ID_BYTES;
        if (kindEnd < 0 || text.length() != idEnd + 1 + 2 * SECRET_BYTES || text.charAt(idEnd) != '_') {
            return Optional.empty();
        }
        String id = text.substring(kindEnd + 1, idEnd);
        String secret = text.substring(idEnd + 1);
        if (!isLowerHex(id) || !isLowerHex(secret)) {
            return Optional.empty();
        }
        return KeyKind.of(text.substring(PREFIX.length(), kindEnd))
                .map(kind -> new KeyText(kind, id, HEX.parseHex(secret)));
    }

    private static boolean isLowerHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    KeyKind kind() {
        return kind;
    }

    String id() {
        return id;
    }

    /** What is kept of the secret: 32 bytes. */
    byte[] secretSha256() {
        return sha256(secret);
    }

    /** The whole key, to be shown once. Named so that nobody writes it to a log by accident. */
    String reveal() {
        return PREFIX + kind.text() + '_' + id + '_' + HEX.formatHex(secret);
    }

    @Override
    public String toString() {
        return PREFIX + kind.text() + '_' + id + "_***";
    }

    static byte[] sha256(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
