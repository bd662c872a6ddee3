package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.LotEvent;

/** The real statements on the real PostgreSQL, each held until its turn. */
final class HeldRecords extends PgRecords {
    private final Turns turns;
    private final Pool pool;
    private final LeftOut leftOut;
    private final RandomGenerator random;
    private @Nullable ProtocolInstance instance;
    private boolean inTurn;

    HeldRecords(Turns turns, Pool pool, LeftOut leftOut, RandomGenerator random) {
        super(pool, pool);
        this.turns = turns;
        this.pool = pool;
        this.leftOut = leftOut;
        this.random = random;
    }

    void of(ProtocolInstance its) {
        instance = its;
    }

    private <T> Future<T> held(Supplier<Future<T>> statement) {
        if (inTurn) {
            return statement.get(); // a part of the statement whose turn it is
        }
        return turns.postgres(Objects.requireNonNull(instance), () -> {
            inTurn = true;
            try {
                return statement.get();
            } finally {
                inTurn = false;
            }
        });
    }

    @Override
    Future<Set<String>> record(List<Run> runs) {
        return held(() -> {
            if (!turns.calm && random.nextDouble() < .03) {
                return Future.failedFuture(new PgException("deadlock detected", "ERROR", "40P01", ""));
            }
            Future<Set<String>> moved = leftOut.sql().isEmpty()
                    ? super.record(runs)
                    : pool.preparedQuery(leftOut.sql())
                            .execute(RecordArguments.of(runs))
                            .map(rows -> {
                                Set<String> lots = new HashSet<>();
                                for (Row row : rows) {
                                    lots.add(row.getString("lot_id"));
                                }
                                return lots;
                            });
            return leftOut == LeftOut.NOSPLIT
                    ? moved.map(x -> runs.stream().map(Run::lotId).collect(Collectors.toSet()))
                    : moved;
        });
    }

    @Override
    Future<Look> look(Run run) {
        return held(() -> super.look(run));
    }

    @Override
    Future<Long> raiseEpoch(String lotId, long epochInRedis) {
        return held(() -> super.raiseEpoch(lotId, epochInRedis));
    }

    @Override
    Future<Long> epoch(String lotId) {
        return held(() -> super.epoch(lotId));
    }

    @Override
    Future<Set<String>> knownKeys(String lotId, List<String> keys) {
        return held(() -> super.knownKeys(lotId, keys));
    }

    @Override
    Future<LotPicture> picture(String lotId) {
        return held(() -> super.picture(lotId));
    }

    @Override
    Future<@Nullable LotEvent> byKey(String lotId, String key) {
        return held(() -> super.byKey(lotId, key));
    }

    @Override
    Future<@Nullable LotEvent> byKeyOrDecision(String lotId, String key, String decisionId) {
        return held(() -> super.byKeyOrDecision(lotId, key, decisionId));
    }

    @Override
    Future<List<LotEvent>> grantsSince(String lotId, long ms) {
        return held(() -> super.grantsSince(lotId, ms));
    }

    @Override
    Future<@Nullable KnownPassage> passage(UUID decision) {
        return held(() -> super.passage(decision));
    }
}
