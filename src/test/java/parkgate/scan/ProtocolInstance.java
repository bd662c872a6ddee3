package parkgate.scan;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import parkgate.core.CredentialId;
import parkgate.core.access.LotEvent;
import parkgate.core.access.LotRules;
import parkgate.core.access.RightsAtLot;

/**
 * One instance of the service, put together as {@link ScanFeature} does, between calls that are held. Its timers go off
 * when the walk says so.
 */
final class ProtocolInstance {
    private static final long RECORD_DEADLINE_MS = 1_000;

    /** Every credential is known and holds no right: the lots of a walk admit transients. */
    static final Ports.Rights TRANSIENTS = new Ports.Rights() {
        @Override
        public long minVersion(CredentialId credential, CredentialId root) {
            return 0;
        }

        @Override
        public Future<RightsAtLot> read(CredentialId credential, LotRules rules) {
            return Future.succeededFuture(new RightsAtLot(1, true, credential, List.of()));
        }
    };

    private final InstantSource clock;
    private final LotFunctions functions;
    private final Unrecorded unrecorded;
    private final List<Handler<Long>> timers = new ArrayList<>();
    final Rebuild rebuild;
    final LotAccess access;
    final Passages passages;

    ProtocolInstance(
            InstantSource clock, HeldFunctions functions, HeldRecords records, Ports.Lots lots, Supplier<UUID> ids) {
        this.clock = clock;
        this.functions = functions;
        functions.of(this);
        records.of(this);
        Vertx vertx = only(Vertx.class, "setPeriodic", arguments -> {
            @SuppressWarnings("unchecked")
            Handler<Long> timer = (Handler<Long>) arguments[1];
            timers.add(timer);
            return (long) timers.size();
        });
        Context context = only(Context.class, "runOnContext", arguments -> {
            @SuppressWarnings("unchecked")
            Handler<Void> action = (Handler<Void>) arguments[0];
            action.handle(null);
            return null;
        });
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Recorder recorder = new Recorder(vertx, context, clock, records, functions, RECORD_DEADLINE_MS, metrics);
        this.rebuild = new Rebuild(clock, records, functions, new AnyTurn(), metrics);
        Settling settling = new Settling(clock, functions, recorder, rebuild);
        PassageTimers passageTimers = new PassageTimers(vertx, clock, metrics);
        this.passages = new Passages(clock, functions, records, rebuild, settling, recorder, passageTimers);
        this.access = new LotAccess(functions, rebuild, records, settling, passages, TRANSIENTS, ids);
        this.unrecorded = new Unrecorded(functions, records, rebuild, recorder, lots, metrics);
    }

    private interface Body {
        Object call(Object[] arguments);
    }

    /** Does one thing of a type, and refuses everything else. */
    private static <T> T only(Class<T> type, String method, Body body) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return body.call(arguments);
                    }
                    throw new UnsupportedOperationException(called.toString());
                }));
    }

    void tick() {
        timers.forEach(timer -> timer.handle(0L));
    }

    /** What the sweep does to one lot. */
    void sweep(String lotId) {
        long now = clock.millis();
        functions.waiting(lotId, now, 256, 64).onSuccess(reply -> {
            if (!reply.get(0).equals("OK")) {
                rebuild.cold(lotId);
                return;
            }
            @SuppressWarnings("unchecked") // the function's contract
            List<String> events = (List<String>) reply.get(2);
            @SuppressWarnings("unchecked")
            List<String> overdue = (List<String>) reply.get(3);
            List<LotEvent> all = events.stream().map(LotEvent::parse).toList();
            unrecorded.record(lotId, now, all, Long.parseLong((String) reply.get(4)));
            overdue.forEach(decision -> passages.expire(lotId, UUID.fromString(decision)));
        });
    }

    /** No lease: the protocol is right without one, and that is what is tried here. */
    private static final class AnyTurn implements Rebuild.Turns {
        @Override
        public Future<Void> take(String lotId) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> giveBack(String lotId) {
            return Future.succeededFuture();
        }
    }
}
