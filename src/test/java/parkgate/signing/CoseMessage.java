package parkgate.signing;

import com.authlete.cbor.CBORDecoder;
import com.authlete.cbor.CBORTaggedItem;
import com.authlete.cose.COSEException;
import com.authlete.cose.COSESign1;
import com.authlete.cose.SigStructureBuilder;
import java.io.IOException;
import java.util.Map;

/**
 * A COSE_Sign1 message as another library reads it.
 *
 * @param header its protected header
 * @param signed the Sig_structure
 */
@SuppressWarnings("ArrayRecordComponent")
public record CoseMessage(Map<?, ?> header, byte[] payload, byte[] signed, byte[] signature) {
    /** Reads a tagged message that is the whole of the bytes. */
    public static CoseMessage read(byte[] bytes) {
        try {
            if (new CBORDecoder(bytes).all().size() != 1) {
                throw new AssertionError("not one item");
            }
            CBORTaggedItem tagged = (CBORTaggedItem) new CBORDecoder(bytes).next();
            if (tagged.getTagNumber().intValue() != 18) {
                throw new AssertionError("not a COSE_Sign1");
            }
            COSESign1 message = COSESign1.build(tagged.getTagContent());
            byte[] payload = (byte[]) message.getPayload().parse();
            byte[] signed = new SigStructureBuilder()
                    .signature1()
                    .bodyAttributes(message.getProtectedHeader())
                    .payload(payload)
                    .build()
                    .encode();
            return new CoseMessage(
                    (Map<?, ?>) new CBORDecoder(message.getProtectedHeader().getValue())
                            .next()
                            .parse(),
                    payload,
                    signed,
                    message.getSignature().getValue());
        } catch (IOException | COSEException e) {
            throw new AssertionError(e);
        }
    }

    public String type() {
        return (String) header.get(16);
    }

    public byte[] kid() {
        return (byte[]) header.get(4);
    }

    public boolean isSignedBy(byte[] x) {
        return Integer.valueOf(-19).equals(header.get(1)) && JdkEd25519.verifies(x, signed, signature);
    }

    /** The payload, a map, as plain values. */
    public Map<?, ?> claims() {
        try {
            return (Map<?, ?>) new CBORDecoder(payload).next().parse();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
