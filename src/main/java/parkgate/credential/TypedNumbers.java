package parkgate.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;
import parkgate.core.code.Step;

/**
 * Numbers that are typed at a lane, or read out by phone. Paper has nothing to prove but its number, so its number is as
 * good; what a phone has to prove, no number proves: it opens nothing under a class T or D credential.
 */
public final class TypedNumbers {
    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);

    /** Gives up on PostgreSQL after so long, milliseconds. */
    private static final long READ_MS = 2_000;

    private final Credentials credentials;

    /** What never changes of a credential: its class and its dates. Whether it is dead, the directory says. */
    private final Cache<CredentialId, Credential> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .recordStats()
            .build();

    TypedNumbers(Credentials credentials, MeterRegistry meters) {
        this.credentials = credentials;
        CaffeineCacheMetrics.monitor(meters, remembered, "parkgate_typed_numbers");
    }

    /**
     * What a typed number shows: the paper that it stands on, that it opens nothing, or that there is none. Fails when
     * PostgreSQL does not answer.
     */
    public Future<Reading> read(CredentialId typed, Instant now) {
        Credential known = remembered.getIfPresent(typed);
        return known != null
                ? Future.succeededFuture(shown(known, now))
                : credentials
                        .find(typed)
                        .timeout(READ_MS, TimeUnit.MILLISECONDS)
                        .map(found -> found(found, now));
    }

    private Reading found(Optional<Credential> found, Instant now) {
        if (found.isEmpty()) {
            return new Reading.Refused(Reason.UNKNOWN_CREDENTIAL);
        }
        remembered.put(found.get().id(), found.get());
        return shown(found.get(), now);
    }

    private static Reading shown(Credential credential, Instant now) {
        if (credential.type().codeClass() != CodeClass.S) {
            return new Reading.NotByNumber(credential.id());
        }
        return new Reading.Presented(
                credential.id(),
                CodeClass.S,
                credential.statusIndex(),
                Step.NONE,
                untimely(credential, now),
                !now.minus(CodeReader.LONG_AGO).isBefore(credential.expiresAt()));
    }

    private static @Nullable Reason untimely(Credential credential, Instant now) {
        if (!now.isBefore(credential.expiresAt())) {
            return Reason.EXPIRED;
        }
        return now.isBefore(credential.notBefore()) ? Reason.NOT_YET_ACTIVE : null;
    }
}
