package parkgate.core.code;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import parkgate.core.CodeClass;

/**
 * Writes a code, in the bytes that {@link SignedCode} reads. The same claims and key give the same text each time
 * (Ed25519 draws no randomness), so a printed code can be shown again without being stored.
 */
public final class CodeWriter {
    private CodeWriter() {}

    /**
     * The part of a code that the issuer makes: all of it for class S; for the others the phone appends {@code .} and its
     * proof, see {@link DeviceProof} and {@link TotpProof}.
     */
    public static String text(Claims claims, CodeSigner signer) {
        return prefix(claims.codeClass()) + Base32.encode(cose(claims, signer));
    }

    /** The signed part: COSE_Sign1 as in {@link SignedCode}. */
    public static byte[] cose(Claims claims, CodeSigner signer) {
        ByteArrayOutputStream guarded = new ByteArrayOutputStream(16);
        guarded.writeBytes(Layout.PROTECTED);
        u32(guarded, signer.kid().value());
        byte[] payload = payload(claims);
        byte[] signature = signer.sign(sigStructure(guarded.toByteArray(), payload));
        if (signature.length != Layout.SIGNATURE_BYTES) {
            throw new IllegalStateException("an Ed25519 signature has 64 bytes");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(192);
        out.writeBytes(Layout.HEAD);
        out.writeBytes(guarded.toByteArray());
        out.writeBytes(Layout.UNPROTECTED);
        out.writeBytes(payload);
        out.writeBytes(Layout.SIGNATURE);
        out.writeBytes(signature);
        return out.toByteArray();
    }

    /** {@code QP1S.}, {@code QP1T.} or {@code QP1D.} */
    static String prefix(CodeClass codeClass) {
        return "QP1" + codeClass.name() + '.';
    }

    /** RFC 9052 section 4.4. Both arguments are whole CBOR byte strings, with their heads. */
    static byte[] sigStructure(byte[] guarded, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.writeBytes(Layout.SIG_STRUCTURE);
        out.writeBytes(guarded);
        out.writeBytes(Layout.NO_EXTERNAL);
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] payload(Claims claims) {
        boolean withDevice = claims.codeClass() == CodeClass.D;
        ByteArrayOutputStream map = new ByteArrayOutputStream(96);
        map.writeBytes(withDevice ? Layout.MAP_OF_5 : Layout.MAP_OF_4);
        map.writeBytes(Layout.EXP_U32);
        u32(map, claims.expiresSeconds());
        map.writeBytes(Layout.NBF_U32);
        u32(map, claims.notBeforeSeconds());
        map.writeBytes(Layout.CTI_10);
        map.writeBytes(claims.credential().cti());
        if (withDevice) {
            DeviceKey device = Objects.requireNonNull(claims.device());
            map.writeBytes(Layout.CNF_X);
            map.writeBytes(device.xBytes());
            map.writeBytes(Layout.CNF_Y);
            map.write(device.yOdd() ? Layout.TRUE : Layout.FALSE);
        }
        map.writeBytes(Layout.STATUS);
        map.write(Layout.number(claims.codeClass()));
        shortestUnsigned(map, claims.statusIndex());

        ByteArrayOutputStream out = new ByteArrayOutputStream(96);
        out.writeBytes(Layout.BYTES_U8);
        out.write(map.size());
        out.writeBytes(map.toByteArray());
        return out.toByteArray();
    }

    private static void shortestUnsigned(ByteArrayOutputStream out, long value) {
        if (value < 0x18) {
            out.write((int) value);
        } else if (value < 0x100) {
            out.write(0x18);
            out.write((int) value);
        } else if (value < 0x1_0000) {
            out.write(0x19);
            out.write((int) value >> 8);
            out.write((int) value);
        } else {
            out.write(0x1a);
            u32(out, value);
        }
    }

    private static void u32(ByteArrayOutputStream out, long value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
    }
}
