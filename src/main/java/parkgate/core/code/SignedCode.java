package parkgate.core.code;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;

/**
 * A code's signed part, taken apart but not yet believed: COSE_Sign1 (RFC 9052) over a CWT claims set (RFC 8392).
 *
 * <pre>
 * d2 84                    tag 18, array of 4
 * 49 a2 01 32 04 44 kid    protected: {1: -19, 4: kid}
 * a0                       unprotected: empty
 * 58 len                   payload, the map below
 *   a4 | a5                5 pairs for class D, else 4
 *   04 1a u32              exp
 *   05 1a u32              nbf
 *   07 4a cti              10 bytes
 *   08 a1 01 a4 01 02 20 01 21 58 20 x 22 f4|f5    cnf, class D only
 *   3a 00 01 00 00 82 class index
 * 58 40 signature          64 bytes
 * </pre>
 *
 * Integers are in their shortest form, and a time below 65,536 has no form here. The third item that the format
 * reserves in claim -65537 (a lot bitmap) is refused: it would narrow where a code opens, and a reader that ignores a
 * restriction it does not know opens a gate that should stay shut. No issuer writes it yet.
 */
final class SignedCode {
    /** Where the protected header, as a byte string, begins and ends. */
    private static final int PROTECTED_FROM = Layout.HEAD.length;

    private static final int PROTECTED_TO = PROTECTED_FROM + Layout.PROTECTED.length + 4;

    private final byte[] cose;
    private final int payloadFrom;
    private final int payloadTo;
    private final Kid kid;
    private final Claims claims;
    private final byte[] signature;

    private SignedCode(byte[] cose, int payloadFrom, int payloadTo, Kid kid, Claims claims, byte[] signature) {
        this.cose = cose;
        this.payloadFrom = payloadFrom;
        this.payloadTo = payloadTo;
        this.kid = kid;
        this.claims = claims;
        this.signature = signature;
    }

    /** Reads exactly the layout above; null for anything else. Never throws on any input. */
    static @Nullable SignedCode read(byte[] cose) {
        Cursor in = new Cursor(cose);
        in.expect(Layout.HEAD);
        in.expect(Layout.PROTECTED);
        Kid kid = new Kid((int) in.u32());
        in.expect(Layout.UNPROTECTED);
        int payloadFrom = in.at();
        in.expect(Layout.BYTES_U8);
        int length = in.u8();
        int mapFrom = in.at();
        Claims claims = claims(in);
        int payloadTo = in.at();
        // The shortest map of the layout is longer than 23 bytes, so the one-byte length is its shortest form.
        in.demand(payloadTo - mapFrom == length);
        in.expect(Layout.SIGNATURE);
        byte[] signature = in.take(Layout.SIGNATURE_BYTES);
        return claims != null && in.finished()
                ? new SignedCode(cose, payloadFrom, payloadTo, kid, claims, signature)
                : null;
    }

    private static @Nullable Claims claims(Cursor in) {
        int pairs = in.u8();
        boolean withDevice = pairs == (Layout.MAP_OF_5[0] & 0xff);
        in.demand(withDevice || pairs == (Layout.MAP_OF_4[0] & 0xff));
        in.expect(Layout.EXP_U32);
        long expires = in.u32();
        in.expect(Layout.NBF_U32);
        long notBefore = in.u32();
        in.demand(expires >= Claims.MIN_SECONDS && notBefore >= Claims.MIN_SECONDS);
        in.expect(Layout.CTI_10);
        byte[] cti = in.take(CredentialId.BYTES);
        DeviceKey device = withDevice ? device(in) : null;
        in.expect(Layout.STATUS);
        CodeClass codeClass = Layout.codeClass(in.u8());
        long statusIndex = in.shortestUnsigned();
        if (in.failed() || codeClass == null || withDevice != (codeClass == CodeClass.D)) {
            return null;
        }
        return new Claims(expires, notBefore, CredentialId.of(cti), device, codeClass, statusIndex);
    }

    private static DeviceKey device(Cursor in) {
        in.expect(Layout.CNF_X);
        byte[] x = in.take(DeviceKey.BYTES);
        in.expect(Layout.CNF_Y);
        int y = in.u8();
        in.demand(y == Layout.TRUE || y == Layout.FALSE);
        return DeviceKey.of(x, y == Layout.TRUE);
    }

    Kid kid() {
        return kid;
    }

    Claims claims() {
        return claims;
    }

    /** The Sig_structure that the issuer signed. */
    byte[] toBeSigned() {
        return CodeWriter.sigStructure(
                Arrays.copyOfRange(cose, PROTECTED_FROM, PROTECTED_TO),
                Arrays.copyOfRange(cose, payloadFrom, payloadTo));
    }

    /** The issuer's signature, 64 bytes. */
    byte[] signature() {
        return signature;
    }
}
