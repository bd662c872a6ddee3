package parkgate.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.audit.By;
import parkgate.core.CredentialId;
import parkgate.core.code.PhoneClocks;
import parkgate.core.code.Step;
import parkgate.postgres.Change;

/**
 * What this instance knows of class T phones, in memory: whose clock is off (RFC 6238 section 6) and who is locked out
 * (RFC 4226 section 7.3). A scan asks it and tells it, and waits for nothing: what it is told goes
 * to PostgreSQL afterwards, and from there by the change log to every instance within a second. Any thread may use it.
 *
 * <p>It keeps at most so many phones; of one that it forgets it knows no drift and no lock until the next change. While
 * PostgreSQL is away each instance learns and counts for itself.
 */
public final class TotpPhones implements PhoneClocks {
    /** So many wrong values within {@link #WRONG_WITHIN} lock a credential. */
    public static final int MOST_WRONG = 10;

    public static final Duration WRONG_WITHIN = Duration.ofMinutes(5);

    /** How long a lock lasts unless an operator ends it. */
    public static final Duration LOCKED_FOR = Duration.ofMinutes(5);

    /** Phones kept unless told otherwise: about 40 MB when full. */
    static final int DEFAULT_MAX = 200_000;

    /** Writes on their way to PostgreSQL; what would be one more is known to this instance alone. */
    static final int MAX_WRITING = 256;

    private static final Logger log = LoggerFactory.getLogger(TotpPhones.class);

    private final TotpNotes notes;
    private final int max;
    private final Cache<CredentialId, TotpPhone> phones;
    private final AtomicInteger writing = new AtomicInteger();
    private Future<Void> lastWrite = Future.succeededFuture();
    private final Counter locked;
    private final Counter unshared;

    TotpPhones(TotpNotes notes, int max, MeterRegistry meters) {
        this.notes = notes;
        this.max = max;
        this.phones =
                Caffeine.newBuilder().maximumSize(max).executor(Runnable::run).build();
        Gauge.builder("parkgate_totp_phones", phones, Cache::estimatedSize)
                .description("Class T credentials of which something is known, at most " + max)
                .register(meters);
        this.locked = Counter.builder("parkgate_totp_locked")
                .description("Locks of class T credentials that began at this instance")
                .register(meters);
        this.unshared = Counter.builder("parkgate_totp_unshared")
                .description(
                        "Wrong values and drifts that PostgreSQL was not told of, so that other instances do not know")
                .register(meters);
    }

    @Override
    public int driftSteps(CredentialId credential) {
        return phone(credential).driftSteps();
    }

    /** True while too many wrong values were shown. */
    public boolean isLockedOut(CredentialId credential, Instant now) {
        return phone(credential).isLocked(now.toEpochMilli());
    }

    /** Until when it is locked; {@link Instant#EPOCH} when it never was. */
    Instant lockedUntil(CredentialId credential) {
        return Instant.ofEpochMilli(phone(credential).lockedUntilMs());
    }

    /** A wrong value was shown. While the credential is locked it does not count. */
    public void wrongValue(CredentialId credential, Instant now) {
        long nowMs = now.toEpochMilli();
        TotpPhone before = phone(credential);
        if (before.isLocked(nowMs)) {
            return;
        }
        if (change(credential, phone -> phone.withWrong(nowMs)).isLocked(nowMs)) {
            locked.increment();
        }
        share(() -> notes.wrongValue(credential, now)
                .onSuccess(note -> note.ifPresent(this::take))
                .mapEmpty());
    }

    /**
     * A value was accepted as fresh and opened an entry. By how much its step differs from ours is the phone's drift; the
     * present step and the one before are what a clock that is right shows.
     */
    public void accepted(CredentialId credential, long step, Instant now) {
        long ahead = step - Step.at(now);
        int drift = ahead == 0 || ahead == -1 ? 0 : (int) Math.max(-Step.MAX_DRIFT, Math.min(Step.MAX_DRIFT, ahead));
        if (phone(credential).driftSteps() == drift) {
            return;
        }
        change(credential, phone -> phone.withDrift(drift));
        share(() -> notes.drift(credential, drift));
    }

    /** Ends a lock everywhere. The change log has to be applied afterwards. */
    Future<Void> release(CredentialId credential, By by) {
        return notes.release(credential, by);
    }

    /** Reads what is kept; once, at start. */
    Future<Void> load(Instant now) {
        return notes.kept(now, max).onSuccess(kept -> kept.forEach(this::take)).mapEmpty();
    }

    /** Takes in changes of {@link Change.Kind#TOTP}; may be repeated. */
    Future<Void> apply(List<Change> changes) {
        List<CredentialId> ids = changes.stream()
                .map(Change::subject)
                .distinct()
                .map(CredentialId::new)
                .toList();
        return notes.of(ids).onSuccess(found -> found.forEach(this::take)).mapEmpty();
    }

    private void take(TotpNote note) {
        change(note.credential(), phone -> phone.with(note));
    }

    private TotpPhone phone(CredentialId credential) {
        TotpPhone phone = phones.getIfPresent(credential);
        return phone == null ? TotpPhone.UNKNOWN : phone;
    }

    private TotpPhone change(CredentialId credential, UnaryOperator<TotpPhone> by) {
        return phones.asMap().compute(credential, (id, phone) -> by.apply(phone == null ? TotpPhone.UNKNOWN : phone));
    }

    /** Something to be written. */
    @FunctionalInterface
    private interface Write {
        Future<Void> start();
    }

    /** One after the other, so that PostgreSQL ends with what was learned last. */
    private synchronized void share(Write write) {
        if (writing.incrementAndGet() > MAX_WRITING) {
            writing.decrementAndGet();
            unshared.increment();
            return;
        }
        lastWrite = lastWrite
                .compose(before -> write.start())
                .onComplete(done -> writing.decrementAndGet())
                .recover(failure -> {
                    unshared.increment();
                    log.warn("what a class T code showed is known here only: {}", failure.toString());
                    return Future.succeededFuture();
                });
    }
}
