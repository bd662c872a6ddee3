package parkgate.signing;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import parkgate.core.code.CodeSigner;

/**
 * A shard of the status list as a Status List Token (draft-ietf-oauth-status-list): one bit for each credential, 1 when it
 * is no longer good, the first credential's in the least significant bit of the first byte; compressed by zlib.
 */
public final class StatusList {
    /** Entries of a shard. */
    public static final int ENTRIES = 1 << 20;

    /** How long a token is good. */
    public static final Duration GOOD_FOR = Duration.ofDays(1);

    /** After so long a holder of a copy should ask again. */
    public static final Duration TTL = Duration.ofMinutes(1);

    /** The media types; the word before them in a token's header is the same without {@code application/} for JWT. */
    public static final String CWT = "application/statuslist+cwt";

    public static final String JWT = "application/statuslist+jwt";

    private static final int CWT_SUB = 2;
    private static final int CWT_EXP = 4;
    private static final int CWT_IAT = 6;
    private static final int CWT_STATUS_LIST = 65_533;
    private static final int CWT_TTL = 65_534;

    private final byte[] compressed;

    /**
     * A list of these bits. Compressing costs some milliseconds: not on an event loop.
     *
     * @param bits packed, the first entry in the least significant bit of the first byte
     */
    public StatusList(byte[] bits) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(bits);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("writing into memory", e);
        } finally {
            deflater.end();
        }
        this.compressed = out.toByteArray();
    }

    /** {@code {"bits":1,"lst":…}} as section 4.2 writes it. */
    JsonObject json() {
        return new JsonObject().put("bits", 1).put("lst", base64(compressed));
    }

    /** The same in CBOR, as section 4.3 writes it. */
    byte[] cbor() {
        return into(new Cbor()).done();
    }

    private Cbor into(Cbor cbor) {
        return cbor.map(2).text("bits").integer(1).text("lst").bytes(compressed);
    }

    /**
     * A token as JWT (section 5.1), signed by Ed25519 (RFC 8037).
     *
     * @param uri where this shard is to be had
     */
    public byte[] jwt(String uri, Instant now, CodeSigner key) {
        JsonObject header =
                new JsonObject().put("alg", "EdDSA").put("kid", key.kid().hex()).put("typ", "statuslist+jwt");
        JsonObject claims = new JsonObject()
                .put("sub", uri)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(GOOD_FOR).getEpochSecond())
                .put("ttl", TTL.toSeconds())
                .put("status_list", json());
        String signed = base64(header.toBuffer().getBytes())
                + '.'
                + base64(claims.toBuffer().getBytes());
        return CoseSign1.ascii(signed + '.' + base64(key.sign(CoseSign1.ascii(signed))));
    }

    /**
     * A token as CWT (section 5.2).
     *
     * @param uri where this shard is to be had
     */
    public byte[] cwt(String uri, Instant now, CodeSigner key) {
        Cbor claims = new Cbor()
                .map(5)
                .integer(CWT_SUB)
                .text(uri)
                .integer(CWT_EXP)
                .integer(now.plus(GOOD_FOR).getEpochSecond())
                .integer(CWT_IAT)
                .integer(now.getEpochSecond())
                .integer(CWT_STATUS_LIST);
        into(claims).integer(CWT_TTL).integer(TTL.toSeconds());
        return CoseSign1.of(CWT, claims.done(), key);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
