package parkgate.signing;

import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.DeviceKey;

/** The curve P-256 (FIPS 186-5, there also secp256r1). */
final class P256 {
    static final ECDomainParameters DOMAIN = new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

    private P256() {}

    /** The point whose compressed form the key is; null where there is none on the curve. */
    static @Nullable ECPoint point(DeviceKey key) {
        try {
            return DOMAIN.validatePublicPoint(DOMAIN.getCurve().decodePoint(key.compressed()));
        } catch (IllegalArgumentException notOnTheCurve) {
            return null;
        }
    }
}
