package parkgate.gatesim.lane.offline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.CodeDigest;
import parkgate.core.code.VerifiedCode;
import parkgate.core.code.VerifiedCodes;

/** The codes verified last, at most {@value #MOST}: regulars come every day, and the JDK's mathematics is slow. */
final class RememberedCodes implements VerifiedCodes {
    private static final int MOST = 2_000;

    private final Map<CodeDigest, VerifiedCode> codes = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CodeDigest, VerifiedCode> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public synchronized @Nullable VerifiedCode get(CodeDigest digest) {
        return codes.get(digest);
    }

    @Override
    public synchronized void put(CodeDigest digest, VerifiedCode code) {
        codes.put(digest, code);
    }
}
