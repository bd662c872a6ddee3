package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.authlete.cbor.CBORDecoder;
import com.authlete.cbor.CBORItem;
import com.authlete.cbor.CBORTaggedItem;
import com.authlete.cose.COSEException;
import com.authlete.cose.COSESign1;
import com.authlete.cose.SigStructureBuilder;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code com.authlete:cbor}, a general reader, makes of bytes. It is lenient: it takes duplicate keys, indefinite
 * lengths, longer forms and bytes after the end. So whatever ours takes it must take, and see the same in it.
 */
final class AuthletesReading {
    private static final int SIGN1_TAG = 18;

    private AuthletesReading() {}

    /** True when it finds a COSE_Sign1 message at the beginning of the bytes, whatever comes behind. */
    static boolean takes(byte[] cose) {
        try {
            message(cose);
            return true;
        } catch (IOException | COSEException | RuntimeException refused) {
            return false; // it refuses by all kinds of exceptions
        }
    }

    private static COSESign1 message(byte[] cose) throws IOException, COSEException {
        CBORItem item = new CBORDecoder(cose).next();
        return item instanceof CBORTaggedItem tagged && tagged.getTagNumber().intValue() == SIGN1_TAG
                ? COSESign1.build(tagged.getTagContent())
                : COSESign1.build(item);
    }

    /** Fails unless it sees in the bytes what ours saw: the key's name, every claim and no other, what was signed. */
    static void assertSame(byte[] cose, SignedCode ours) {
        try {
            assertEquals(1, new CBORDecoder(cose).all().size(), "items");
            COSESign1 theirs = message(cose);
            assertEquals(
                    Map.of(1, -19, 4, ours.kid().hex()),
                    plain(theirs.getProtectedHeader().getParameters()));
            assertEquals(Map.of(), plain(theirs.getUnprotectedHeader().getParameters()));
            byte[] payload = (byte[]) theirs.getPayload().parse();
            assertEquals(
                    claims(ours.claims()), plain(new CBORDecoder(payload).next().parse()));
            assertArrayEquals(theirs.getSignature().getValue(), ours.signature());
            assertArrayEquals(
                    new SigStructureBuilder()
                            .signature1()
                            .bodyAttributes(theirs.getProtectedHeader())
                            .payload(payload)
                            .build()
                            .encode(),
                    ours.toBeSigned());
        } catch (IOException | COSEException | RuntimeException refused) {
            throw new AssertionError("ours takes what theirs does not: " + hex(cose), refused);
        }
    }

    private static Map<Object, Object> claims(Claims claims) {
        Map<Object, Object> out = new LinkedHashMap<>();
        out.put(4, smallest(claims.expiresSeconds()));
        out.put(5, smallest(claims.notBeforeSeconds()));
        out.put(7, hex(claims.credential().cti()));
        if (claims.device() != null) {
            Map<Object, Object> key = Map.of(
                    1,
                    2,
                    -1,
                    1,
                    -2,
                    hex(claims.device().xBytes()),
                    -3,
                    claims.device().yOdd());
            out.put(8, Map.of(1, key));
        }
        out.put(-65537, List.of(Layout.number(claims.codeClass()), smallest(claims.statusIndex())));
        return out;
    }

    /** Byte strings as hexadecimal and numbers in the smallest type, so that equals() compares what is in them. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> out = new LinkedHashMap<>();
            map.forEach((key, item) -> out.put(plain(key), plain(item)));
            return out;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(AuthletesReading::plain).toList();
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        return value instanceof Long number ? smallest(number) : value;
    }

    private static Object smallest(long number) {
        return number == (int) number ? (Object) (int) number : (Object) number;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
