package parkgate.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.CodeDigest;
import parkgate.core.code.VerifiedCode;
import parkgate.core.code.VerifiedCodes;

/**
 * The memory of verified codes: the most useful ones, at most so many. About 1 KB each. It shows as {@code
 * cache_*{cache="verified_codes"}} in the metrics.
 */
public final class CaffeineVerifiedCodes implements VerifiedCodes {
    /** How many codes are remembered unless told otherwise: some 50 MB when full. */
    public static final int DEFAULT_MAX = 50_000;

    private final Cache<CodeDigest, VerifiedCode> cache;

    public CaffeineVerifiedCodes(int max, MeterRegistry meters) {
        // Maintenance on the caller: it is short, and tests see the bound at once.
        this.cache = Caffeine.newBuilder()
                .maximumSize(max)
                .executor(Runnable::run)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(meters, cache, "verified_codes");
    }

    @Override
    public @Nullable VerifiedCode get(CodeDigest digest) {
        return cache.getIfPresent(digest);
    }

    @Override
    public void put(CodeDigest digest, VerifiedCode code) {
        cache.put(digest, code);
    }
}
