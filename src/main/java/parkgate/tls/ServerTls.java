package parkgate.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.LaneProof;
import parkgate.telemetry.Finding;

/**
 * What the door speaks TLS with, kept in step with the files: they are read each {@value #LOOK_MS} ms beside the event
 * loop, and what two looks in a row found the same is taken, so that a file that is being written is not. Files that
 * cannot be used change nothing: the log, {@code parkgate_tls_files_refused} and readiness say so until they can.
 *
 * <pre>
 * parkgate_tls_changes_total{result=taken|refused}   changes of the files
 * parkgate_tls_files_refused                         1 while the files are others than those in use
 * parkgate_tls_certificate_expires_seconds           Unix time
 * </pre>
 */
public final class ServerTls {
    static final long LOOK_MS = 10_000;

    /** So long before a certificate's end readiness begins to say so. */
    static final Duration WARN_BEFORE = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsFiles files;
    private final InstantSource clock;
    private final long lookMs;
    private final Counter taken;
    private final Counter refusals;
    private volatile TlsIdentity identity;
    private volatile @Nullable String refused;
    private TlsFiles.@Nullable Bytes lastLook;
    private @Nullable String lastFault;
    private boolean stopped;

    /**
     * @param loaded what the files held at the start
     */
    public ServerTls(TlsFiles files, TlsIdentity loaded, InstantSource clock, MeterRegistry metrics) {
        this(files, loaded, clock, LOOK_MS, metrics);
    }

    ServerTls(TlsFiles files, TlsIdentity loaded, InstantSource clock, long lookMs, MeterRegistry metrics) {
        this.files = files;
        this.identity = loaded;
        this.clock = clock;
        this.lookMs = lookMs;
        this.taken = changes(metrics, "taken");
        this.refusals = changes(metrics, "refused");
        Gauge.builder("parkgate_tls_files_refused", this, tls -> tls.refused == null ? 0 : 1)
                .description("Whether the TLS files cannot be used and others are in use")
                .register(metrics);
        Gauge.builder("parkgate_tls_certificate_expires_seconds", this, tls -> tls.identity
                        .notAfter()
                        .getEpochSecond())
                .description("When the certificate in use expires, Unix time")
                .register(metrics);
    }

    private static Counter changes(MeterRegistry metrics, String result) {
        return Counter.builder("parkgate_tls_changes")
                .description("Changes of the TLS files, by what became of them")
                .tag("result", result)
                .register(metrics);
    }

    /** For the door's start. */
    public ServerSSLOptions options() {
        return identity.options();
    }

    /** What lanes must show; refuses nothing where no CA is set. */
    public LaneProof laneProof() {
        return new LaneCertificates(() -> identity, clock);
    }

    /**
     * Looks after the files until stopped. Call it on the event loop.
     *
     * @param door takes new options for connections to come; those that are there go on
     */
    public void follow(Vertx vertx, Function<ServerSSLOptions, Future<?>> door) {
        vertx.setTimer(lookMs, x -> {
            if (!stopped) {
                vertx.executeBlocking(this::look, false)
                        .compose(found -> found == null ? Future.succeededFuture() : take(found, door))
                        .onFailure(this::refuse)
                        .onComplete(y -> follow(vertx, door));
            }
        });
    }

    /** Ends the looking. On the event loop. */
    public void stop() {
        stopped = true;
    }

    /** On a worker, one at a time. */
    private @Nullable TlsIdentity look() throws TlsFileException {
        TlsFiles.Bytes found = files.read();
        TlsFiles.Bytes before = lastLook;
        lastLook = found;
        if (before == null || !found.equals(before)) {
            return null;
        }
        if (found.equals(identity.bytes())) {
            refused = null;
            lastFault = null;
            return null;
        }
        TlsIdentity next = files.check(found);
        if (clock.instant().isAfter(next.notAfter())) {
            throw new TlsFileException(files.certificate() + " has expired");
        }
        return next;
    }

    private Future<?> take(TlsIdentity next, Function<ServerSSLOptions, Future<?>> door) {
        return door.apply(next.options()).onSuccess(x -> {
            identity = next;
            refused = null;
            lastFault = null;
            taken.increment();
            LOG.atInfo().addKeyValue("expires", next.notAfter()).log("new TLS files are in use");
        });
    }

    private void refuse(Throwable failure) {
        String fault = failure instanceof TlsFileException
                ? String.valueOf(failure.getMessage())
                : "the TLS files cannot be used: " + failure.getClass().getSimpleName();
        refused = fault;
        if (!fault.equals(lastFault)) {
            lastFault = fault;
            refusals.increment();
            LOG.warn("{}; the certificate in use stays, it expires at {}", fault, identity.notAfter());
        }
    }

    /** What readiness says of it. */
    public Finding finding() {
        String fault = refused;
        Instant end = identity.notAfter();
        if (fault != null) {
            return new Finding.Note("TLS: " + fault + "; the certificate in use stays, it expires at " + end);
        }
        Instant now = clock.instant();
        if (now.isBefore(identity.notBefore())) {
            return new Finding.Note("TLS: the certificate is not valid before " + identity.notBefore());
        }
        return now.plus(WARN_BEFORE).isAfter(end)
                ? new Finding.Note("TLS: the certificate expires at " + end)
                : new Finding.Good();
    }
}
