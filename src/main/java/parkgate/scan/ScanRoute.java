package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.Extra;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;
import parkgate.core.code.Reading.Presented;
import parkgate.http.Api;
import parkgate.http.Problem;
import parkgate.http.RequestBody;
import parkgate.scan.ScanMeters.Stage;

/**
 * {@code POST /v1/scans}: the hot path, top to bottom.
 *
 * <pre>
 * admission room for one more                         503 not decided
 * read      body to Scan                              422 malformed request
 * codes     text to Presented, by signature or number 200 DENIED MALFORMED, BAD_SIGNATURE, UNKNOWN_CREDENTIAL, LOCKED_OUT
 * faults    what the instance knows without the lot   REVOKED, LOCKED_OUT, EXPIRED, ASSURANCE_TOO_LOW, …
 * access    one Redis call: rule, count, log, replay  200, 409 reused scanId, or 503 not decided
 * record    shared commit, or queued past a deadline  COMMITTED or QUEUED
 * </pre>
 */
final class ScanRoute implements Handler<RoutingContext> {
    /** A lane repeats a scanId for so long; an older scan goes to the batch. Milliseconds. */
    static final long MAX_AGE_MS = 5 * 60_000;

    private final Admission admission;
    private final Codes codes;
    private final Ports.Lots lots;
    private final Ports.Credentials credentials;
    private final Ports.Totp totp;
    private final Ports.Rights rights;
    private final Ports.Heard heard;
    private final LotAccess access;
    private final PassageTimers timers;
    private final Denials denials;
    private final Sweep sweep;
    private final ScanMeters meters;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /** Reads a code where it may: on the event loop when that is fast, else beside it. */
    interface Codes {
        Future<Reading> read(String text, Instant now);
    }

    ScanRoute(
            Admission admission,
            Codes codes,
            Ports.Lots lots,
            Ports.Credentials credentials,
            Ports.Totp totp,
            Ports.Rights rights,
            Ports.Heard heard,
            LotAccess access,
            PassageTimers timers,
            Denials denials,
            Sweep sweep,
            ScanMeters meters,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.admission = admission;
        this.codes = codes;
        this.lots = lots;
        this.credentials = credentials;
        this.totp = totp;
        this.rights = rights;
        this.heard = heard;
        this.access = access;
        this.timers = timers;
        this.denials = denials;
        this.sweep = sweep;
        this.meters = meters;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void handle(RoutingContext ctx) {
        long startNanos = System.nanoTime();
        String laneId = String.valueOf(Api.caller(ctx).laneId());
        Future<Lane> lane = lots.findLane(laneId);
        boolean exit = leadsOut(lane);
        Problem refusal = admission.refusal(laneId, exit);
        if (refusal != null) {
            ctx.fail(refusal);
            return;
        }
        RequestBody.read(ctx.request())
                .compose(body -> admission.run(laneId, exit, () -> scan(lane, ScanReader.read(body))))
                .onSuccess(body -> {
                    ctx.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(body);
                    meters.took(Stage.WHOLE, startNanos);
                })
                .onFailure(failure -> ctx.fail(problem(failure)));
    }

    /** The same for a scan that was read in another way; fails with what the lane is to be told. */
    Future<Buffer> answer(String laneId, Scan scan) {
        Future<Lane> lane = lots.findLane(laneId);
        boolean exit = leadsOut(lane);
        Problem refusal = admission.refusal(laneId, exit);
        Future<Buffer> answer =
                refusal != null ? Future.failedFuture(refusal) : admission.run(laneId, exit, () -> scan(lane, scan));
        return answer.recover(failure -> Future.failedFuture(problem(failure)));
    }

    private static boolean leadsOut(Future<Lane> lane) {
        return lane.succeeded() && lane.result().direction() != LaneDirection.ENTRY;
    }

    private Future<Buffer> scan(Future<Lane> known, Scan scan) {
        Instant now = clock.instant();
        if (scan.eventMs() != null && scan.eventMs() < now.toEpochMilli() - MAX_AGE_MS) {
            throw Problem.conflict("scan-too-old", "The scan is older than 5 minutes")
                    .detail("What a lane did long ago goes to /v1/scans/batch.");
        }
        return known.compose(lane -> lots.findRules(lane.lotId()).compose(rules -> decide(scan, lane, rules, now)))
                .map(Buffer::buffer);
    }

    private Future<String> decide(Scan scan, Lane lane, LotRules rules, Instant now) {
        long verifyNanos = System.nanoTime();
        heard.heard(lane, now.toEpochMilli());
        return codes.read(scan.code(), now)
                .compose(reading -> reading instanceof Reading.Typed typed
                        ? credentials.readTyped(typed.credential(), now)
                        : Future.succeededFuture(reading))
                .compose(reading -> {
                    meters.took(Stage.VERIFY, verifyNanos);
                    if (reading instanceof Reading.Refused refused) {
                        return Future.succeededFuture(deny(scan, lane, "", refused.reason(), now));
                    }
                    if (reading instanceof Reading.NotByNumber number) {
                        return Future.succeededFuture(
                                deny(scan, lane, number.credential().text(), Reason.ASSURANCE_TOO_LOW, now));
                    }
                    if (reading instanceof Reading.WrongValue wrong) {
                        Reason refusal = wrongValue(wrong.credential(), lane, now);
                        return Future.succeededFuture(
                                deny(scan, lane, wrong.credential().text(), refusal, now));
                    }
                    Presented presented = (Presented) reading;
                    Reason refusal = refusalBeforeLot(presented, lane, now);
                    if (refusal != null) {
                        return Future.succeededFuture(
                                deny(scan, lane, presented.credential().text(), refusal, now));
                    }
                    long decideNanos = System.nanoTime();
                    sweep.seen(rules.lotId(), now.toEpochMilli());
                    return access.decide(question(scan, presented, lane, rules, now))
                            .map(decision -> {
                                meters.took(Stage.DECIDE, decideNanos);
                                if (decision instanceof Decision.Denied denied) {
                                    write(scan, lane, presented.credential().text(), denied, now);
                                } else {
                                    learn(presented, (Decision.Granted) decision, now);
                                }
                                return decision;
                            });
                })
                .map(decision -> told(decision, rules));
    }

    /**
     * What refuses an entry without asking the lot: a code that has been dead or untimely for so long that no scan of it can
     * have been granted that its lane may still repeat. Null when the lot is to be asked.
     */
    private @Nullable Reason refusalBeforeLot(Presented presented, Lane lane, Instant now) {
        if (lane.direction() != LaneDirection.ENTRY) {
            return null;
        }
        CredentialId credential = presented.credential();
        Reason dead = credentials.fault(credential);
        boolean longAgo =
                presented.longUntimely() || credentials.isDeadSince(credential, now.minus(CodeReader.LONG_AGO));
        return !longAgo ? null : dead != null ? dead : presented.untimely();
    }

    private boolean isLockedOut(Presented presented, Instant now) {
        return presented.codeClass() == CodeClass.T && totp.isLockedOut(presented.credential(), now);
    }

    /** Where a car may come in, a locked credential's value is not looked at: who guesses learns nothing from it. */
    private Reason wrongValue(CredentialId credential, Lane lane, Instant now) {
        if (lane.direction() != LaneDirection.EXIT && totp.isLockedOut(credential, now)) {
            return Reason.LOCKED_OUT;
        }
        totp.wrongValue(credential, now);
        return Reason.BAD_SIGNATURE;
    }

    /** From a value that was accepted, and moved the step: an exit accepts any time. */
    private void learn(Presented presented, Decision.Granted granted, Instant now) {
        if (presented.codeClass() == CodeClass.T
                && presented.untimely() == null
                && granted.direction() == Direction.ENTRY
                && !granted.replayed()) {
            totp.accepted(presented.credential(), presented.step(), now);
        }
    }

    private static boolean assuranceTooLow(CodeClass shown, LotRules rules) {
        return shown.compareTo(rules.minAssurance()) < 0;
    }

    private Question question(Scan scan, Presented presented, Lane lane, LotRules rules, Instant now) {
        var root = credentials.root(presented.credential());
        return new Question(
                now.toEpochMilli(),
                scan.scanId(),
                lane,
                rules,
                presented.credential(),
                root,
                !root.equals(presented.credential()),
                presented.codeClass(),
                presented.step(),
                faults(scan, presented, lane, rules, now),
                extra(scan),
                rights.minVersion(presented.credential(), root),
                false);
    }

    /**
     * What refuses an entry: the dead and the untimely first, then what only matters on the way in. The lot is asked all
     * the same: a scan that it granted before gets its grant again, however old its code is by now. An exit is refused by
     * nothing of this.
     */
    private String faults(Scan scan, Presented presented, Lane lane, LotRules rules, Instant now) {
        StringBuilder faults = new StringBuilder();
        add(faults, credentials.fault(presented.credential()));
        add(faults, isLockedOut(presented, now) ? Reason.LOCKED_OUT : null);
        add(faults, presented.untimely());
        if (lane.direction() != LaneDirection.EXIT) {
            add(faults, Boolean.FALSE.equals(scan.vehiclePresent()) ? Reason.NO_VEHICLE_PRESENT : null);
            add(faults, assuranceTooLow(presented.codeClass(), rules) ? Reason.ASSURANCE_TOO_LOW : null);
        }
        return faults.toString();
    }

    private static void add(StringBuilder faults, @Nullable Reason fault) {
        if (fault != null) {
            faults.append(faults.isEmpty() ? "" : "+").append(fault.name());
        }
    }

    private static String extra(Scan scan) {
        Map<String, String> pairs = new LinkedHashMap<>();
        if (scan.eventMs() != null) {
            pairs.put(ScanExtra.EVENT_MS, Long.toString(scan.eventMs()));
        }
        if (scan.deviceSeq() != null) {
            pairs.put(ScanExtra.DEVICE_SEQ, Long.toString(scan.deviceSeq()));
        }
        if (scan.plate() != null) {
            pairs.put(ScanExtra.PLATE, scan.plate());
        }
        return pairs.isEmpty() ? "" : Extra.format(pairs);
    }

    private Decision deny(Scan scan, Lane lane, String credentialId, Reason reason, Instant now) {
        Direction direction = lane.direction() == LaneDirection.EXIT ? Direction.EXIT : Direction.ENTRY;
        Decision.Denied denied = new Decision.Denied(ids.get(), reason, direction, null, null);
        write(scan, lane, credentialId, denied, now);
        return denied;
    }

    private void write(Scan scan, Lane lane, String credentialId, Decision.Denied denied, Instant now) {
        denials.write(new Denials.Denial(
                denied.decisionId(),
                scan.scanId(),
                lane.lotId(),
                lane.id(),
                denied.direction(),
                credentialId,
                denied.reason(),
                denied.pool(),
                scan.eventMs() == null ? now.toEpochMilli() : scan.eventMs(),
                now.toEpochMilli()));
    }

    private String told(Decision decision, LotRules rules) {
        if (decision instanceof Decision.Granted granted) {
            meters.answered(Reason.OK);
            if (granted.deadlineMs() != 0 && !granted.replayed()) {
                timers.await(rules.lotId(), UUID.fromString(granted.decisionId()), granted.deadlineMs());
            }
        } else if (decision instanceof Decision.Denied denied) {
            meters.answered(denied.reason());
        }
        return ScanBody.of(decision, rules);
    }

    /** What is away is said at once: the lane asks again, or decides for itself. */
    static Throwable problem(Throwable failure) {
        return failure instanceof Problem ? failure : Unavailable.of(failure);
    }
}
