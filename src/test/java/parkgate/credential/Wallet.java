package parkgate.credential;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A wallet pass as the contract describes it: it makes its TOTP values by itself, as RFC 6238 says. */
public final class Wallet {
    private final String code;
    private final byte[] key;

    /** With what the service answered when it issued the credential. */
    public Wallet(JsonObject issued) {
        code = issued.getString("code");
        key = HexFormat.of().parseHex(issued.getString("totpKey"));
    }

    /** The whole text at a moment of the phone's clock. */
    public String show(Instant now) {
        return text(now, value(now));
    }

    /** The same with another value than the right one. */
    public String showWrong(Instant now) {
        return text(now, (value(now) + 1) % 100_000_000);
    }

    private String text(Instant now, int value) {
        return String.format("%s.%010d.%08d", code, now.getEpochSecond(), value);
    }

    private int value(Instant now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash = mac.doFinal(
                    ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 15).array());
            return (ByteBuffer.wrap(hash).getInt(hash[19] & 15) & Integer.MAX_VALUE) % 100_000_000;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
