package parkgate.scan;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.postgres.Database;
import parkgate.redis.Redis;

/**
 * The decision and its record alone, of scans that are prepared: the Redis function, the shared commit and the removal from
 * the outbox, by the service's own parts, without HTTP, keys, codes and answers. What a whole scan is measured against.
 */
public final class PreparedScans {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int OUTBOX_BOUND = 100_000;
    private static final int RECORDER_CONNECTIONS = 2;
    private static final long DEADLINE_MS = 1_000;

    private final LotFunctions functions;
    private final Recorder recorder;
    private final InstantSource clock;

    private PreparedScans(LotFunctions functions, Recorder recorder, InstantSource clock) {
        this.functions = functions;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** On servers that a service has used: its lots are warm, and its rights cached. */
    public static Future<PreparedScans> connect(
            Vertx vertx, String redisUri, String postgresUri, InstantSource clock, MeterRegistry metrics) {
        Database database = Database.open(vertx, postgresUri, 1);
        return Redis.connect(vertx, redisUri, TIMEOUT, LotLibrary.load(), "prepared", metrics)
                .map(redis -> {
                    LotFunctions functions = new LotFunctions(redis, redis, OUTBOX_BOUND, 0);
                    PgRecords records = new PgRecords(database.pool("recorder", RECORDER_CONNECTIONS), database.pool());
                    Recorder recorder =
                            new Recorder(vertx, redis.context(), clock, records, functions, DEADLINE_MS, metrics);
                    return new PreparedScans(functions, recorder, clock);
                });
    }

    /** What a scan is answered where it is granted, and its record committed. */
    public static final String COMMITTED = "committed";

    /**
     * One scan at a lane without a loop.
     *
     * @param step of a class T or D code, higher than any before; -1 for class S
     * @return {@link #COMMITTED}, or what it was answered instead
     */
    public Future<String> scan(
            String lotId, String laneId, boolean in, String credentialId, CodeClass codeClass, long step, UUID scanId) {
        CredentialId credential = new CredentialId(credentialId);
        Question question = new Question(
                clock.millis(),
                scanId,
                new Lane(laneId, lotId, in ? LaneDirection.ENTRY : LaneDirection.EXIT, false),
                rules(lotId),
                credential,
                credential,
                true,
                codeClass,
                step,
                "",
                "",
                0,
                false);
        return functions
                .access(question, "")
                .compose(answer -> answer instanceof Answer.Granted granted
                        ? recorder.record(lotId, granted.event())
                                .map(recorded -> recorded == Recorded.COMMITTED ? COMMITTED : "granted, " + recorded)
                        : Future.succeededFuture(
                                answer instanceof Answer.Denied denied
                                        ? "denied, " + denied.reason()
                                        : answer.getClass().getSimpleName()));
    }

    /** Of version 0: the lot goes on with those that its head holds. */
    private static LotRules rules(String lotId) {
        return new LotRules(
                lotId,
                List.of(lotId),
                "",
                ZoneOffset.UTC,
                0,
                LotRules.UNLIMITED,
                LotRules.Status.OPEN,
                LotRules.Passback.HARD,
                CodeClass.S,
                false,
                LotRules.NoOpenSession.OPEN_AND_FLAG,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                60_000,
                Map.of());
    }
}
