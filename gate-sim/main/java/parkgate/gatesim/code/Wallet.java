package parkgate.gatesim.code;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A wallet pass: it appends the time and a TOTP value (RFC 6238, SHA-1, 8 digits, 15 s) to its code (QP1 class T). */
public final class Wallet implements Rotating {
    private static final String PREFIX = "QP1T.";
    private static final String HMAC = "HmacSHA1";
    private static final int PERIOD_SECONDS = 15;
    private static final int MODULUS = 100_000_000;
    private static final int MOST_DRIFT = 4;

    private final String code;
    private final SecretKeySpec key;

    /**
     * A pass as it was issued.
     *
     * @param code {@code QP1T.<B32>}
     * @param totpKey hexadecimal
     * @throws IllegalArgumentException where the code is not of class T, or the key is no hexadecimal text
     */
    public Wallet(String code, String totpKey) {
        if (!code.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a class T code");
        }
        this.code = code;
        this.key = new SecretKeySpec(HexFormat.of().parseHex(totpKey), HMAC);
    }

    @Override
    public String show(Instant now) {
        return "%s.%010d.%08d".formatted(code, now.getEpochSecond(), value(step(now)));
    }

    @Override
    public long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), (long) PERIOD_SECONDS);
    }

    @Override
    public Instant startOf(long step) {
        return Instant.ofEpochSecond(step * PERIOD_SECONDS);
    }

    @Override
    public int mostDrift() {
        return MOST_DRIFT;
    }

    private int value(long step) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int from = hash[hash.length - 1] & 15;
            return (ByteBuffer.wrap(hash).getInt(from) & Integer.MAX_VALUE) % MODULUS;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + HMAC, e);
        }
    }
}
