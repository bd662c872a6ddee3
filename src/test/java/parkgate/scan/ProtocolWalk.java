package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.Lane;
import parkgate.core.access.LaneDirection;
import parkgate.core.access.LotRules;
import parkgate.core.access.NameUuid;
import parkgate.redis.Redis;
import parkgate.scan.Decision.Denied;
import parkgate.scan.Decision.Granted;

/**
 * A random walk of docs/protocol/fence_model.py, but through the service's own classes, the real function library on a
 * real Redis, and the real statements on a real PostgreSQL: scans, repeats, copied codes, passages and sweeps of several
 * instances, in an order that follows from the seed; instances that die between any two calls, answers that are lost,
 * Redis back in time or emptied, PostgreSQL away. Then calm, then {@link ProtocolPromises}.
 */
final class ProtocolWalk {
    private static final int TICKS = 160;
    private static final int TURNS_PER_TICK = 5;
    private static final int PASSAGE_TIMEOUT_MS = 3_000;
    private static final int STEP_MS = 2_000;

    private record Sent(UUID scanId, String lot, Lane lane, CredentialId car, CodeClass codeClass, long step) {
        UUID decision() {
            return NameUuid.decisionId(lot, scanId);
        }
    }

    /** A step for which a lane was told GRANTED. {@code harms}: how often Redis had lost something by then. */
    record Shown(CredentialId car, long step, String lane, int harms, UUID decision) {}

    private final Random random;
    private final Turns turns;
    private final ProtocolRedis redis;
    private final Redis connection;
    private final Pool pool;
    private final LeftOut leftOut;
    private final Map<String, LotRules> lots = new HashMap<>();
    private final List<String> lotIds = new ArrayList<>();
    private final List<ProtocolInstance> instances = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final Map<UUID, UUID> told = new HashMap<>();
    private final Set<UUID> toldDecisions = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private final int cars;
    private final List<Shown> shown = new ArrayList<>();
    private int harms;

    /** Dwells on what is marked while PostgreSQL is away and Redis loses things: rare meetings else. */
    private final boolean queueing;

    private long nowMs = 1_800_000_000_000L;
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
    private final String name;

    ProtocolWalk(long seed, LeftOut leftOut, Redis connection, Pool pool) {
        this.random = new Random(seed);
        this.leftOut = leftOut;
        this.connection = connection;
        this.pool = pool;
        this.turns = new Turns(random);
        this.redis = new ProtocolRedis(connection, leftOut, random);
        this.name = leftOut.name() + '-' + seed;
        this.queueing = random.nextInt(3) == 0;
        int lotCount = queueing ? 1 : 1 + random.nextInt(2);
        this.cars = 3 + random.nextInt(4);
        Turns.await(pool.query("""
                        insert into place (id, type, parent_id, name, version) values ('city', 'CITY', null, 'City', 1),
                            ('district', 'DISTRICT', 'city', 'District', 1) on conflict (id) do nothing
                        """).execute());
        for (int i = 0; i < lotCount; i++) {
            String lot = name + '-' + i;
            lotIds.add(lot);
            int capacity = 1 + random.nextInt(3);
            lots.put(lot, rules(lot, capacity, random.nextInt(4) > 0));
            Turns.await(pool.query("insert into place (id, type, parent_id, name, version) values ('" + lot
                            + "', 'LOT', 'district', 'Lot', 1)")
                    .execute());
        }
        for (int i = 1 + random.nextInt(2); i >= 0; i--) {
            instances.add(instance());
        }
    }

    private ProtocolInstance instance() {
        return new ProtocolInstance(
                clock,
                new HeldFunctions(turns, redis, connection, leftOut),
                new HeldRecords(turns, pool, leftOut, random),
                new Lots(lots),
                this::id);
    }

    private record Lots(Map<String, LotRules> all) implements Ports.Lots {
        @Override
        public Future<Lane> findLane(String laneId) {
            throw new UnsupportedOperationException(laneId);
        }

        @Override
        public Future<LotRules> findRules(String lotId) {
            return Future.succeededFuture(all.get(lotId));
        }

        @Override
        public List<String> lotIds() {
            return List.copyOf(all.keySet());
        }
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static LotRules rules(String lot, int capacity, boolean refuse) {
        return new LotRules(
                lot,
                List.of(lot),
                "",
                ZoneOffset.UTC,
                1,
                capacity,
                LotRules.Status.OPEN,
                LotRules.Passback.HARD,
                CodeClass.S,
                true,
                refuse ? LotRules.NoOpenSession.REFUSE : LotRules.NoOpenSession.OPEN_AND_FLAG,
                LotRules.RevokedExit.OPEN_AND_FLAG,
                LotRules.FullPolicy.HARD,
                PASSAGE_TIMEOUT_MS,
                Map.of());
    }

    /** Walks, calms down, and says what was broken. */
    List<String> walk() {
        warm();
        int ticks = 40 + random.nextInt(TICKS - 40);
        boolean harmRedis = queueing || random.nextInt(4) > 0;
        for (int tick = 0; tick < ticks; tick++) {
            nowMs += random.nextInt(150);
            turns.tick();
            act(harmRedis);
            instances.forEach(ProtocolInstance::tick);
            for (int i = 0; i < TURNS_PER_TICK; i++) {
                turns.next();
            }
        }
        calmDown();
        broken.addAll(turns.unexpected);
        broken.addAll(new ProtocolPromises(connection, pool, lots, toldDecisions, shown, harms > 0).broken());
        return broken;
    }

    private void warm() {
        turns.calm = true;
        lotIds.forEach(instances.get(0).rebuild::cold);
        turns.exhaust();
        turns.calm = false;
    }

    private void act(boolean harmRedis) {
        ProtocolInstance instance = instances.get(random.nextInt(instances.size()));
        double what = random.nextDouble();
        if (what < .15) {
            scan(instance, fresh());
        } else if (what < .20 && !sent.isEmpty()) {
            scan(instance, recent(5)); // by the lane
        } else if (what < .23 && !sent.isEmpty() && !queueing) {
            scan(instance, copy(recent(4)));
        } else if (what < .30 && !sent.isEmpty()) {
            Sent of = recent(6);
            Passages.Outcome outcome = random.nextBoolean() ? Passages.Outcome.CONFIRMED : Passages.Outcome.NO_ENTRY;
            instance.passages.report(of.lane, of.decision(), outcome, "");
        } else if (what < .32) {
            instance.sweep(lotIds.get(random.nextInt(lotIds.size())));
        } else if (what < .36) {
            turns.postgresUp = random.nextInt(5) > 1;
        } else if (what < .38) {
            turns.died(instance);
            instances.set(instances.indexOf(instance), instance());
        } else if (what < (queueing ? .43 : .41) && harmRedis) {
            harms += redis.backInTime() ? 1 : 0;
        } else if (what < (queueing ? .45 : .42) && harmRedis) {
            harms += redis.lose(lotIds) ? 1 : 0;
        }
    }

    private Sent fresh() {
        int car = random.nextInt(cars);
        String lot = lotIds.get(random.nextInt(lotIds.size()));
        boolean entry = random.nextInt(5) < 3;
        return sent(lot, lane(lot, entry, random.nextInt(2)), car);
    }

    private Sent sent(String lot, Lane lane, int car) {
        CodeClass codeClass = car % 3 == 0 ? CodeClass.S : CodeClass.D;
        long step = codeClass == CodeClass.S ? -1 : nowMs / STEP_MS - (random.nextInt(5) == 0 ? 1 : 0);
        return new Sent(id(), lot, lane, new CredentialId("%016d".formatted(car)), codeClass, step);
    }

    private static Lane lane(String lot, boolean entry, int number) {
        String id = lot + (entry ? "-in" : "-out") + number;
        return new Lane(id, lot, entry ? LaneDirection.ENTRY : LaneDirection.EXIT, number == 0);
    }

    private Sent recent(int of) {
        return sent.get(sent.size() - 1 - random.nextInt(Math.min(of, sent.size())));
    }

    /** The same code read again, or its copy at another lane. */
    private Sent copy(Sent of) {
        boolean entry = of.lane.direction() == LaneDirection.ENTRY;
        String lot = random.nextBoolean() ? of.lot : lotIds.get(random.nextInt(lotIds.size()));
        return new Sent(id(), lot, lane(lot, entry, random.nextInt(2)), of.car, of.codeClass, of.step);
    }

    private void scan(ProtocolInstance instance, Sent scan) {
        if (!sent.contains(scan)) {
            sent.add(scan);
        }
        UUID before = told.get(scan.scanId);
        int harmsBefore = harms;
        Question question = new Question(
                nowMs,
                scan.scanId,
                scan.lane,
                lots.get(scan.lot),
                scan.car,
                scan.car,
                true,
                scan.codeClass,
                scan.step,
                "",
                "",
                0,
                false);
        instance.access.decide(question).onSuccess(decision -> {
            if (decision instanceof Granted granted) {
                UUID of = UUID.fromString(granted.decisionId());
                told.put(scan.scanId, of);
                toldDecisions.add(of);
                if (scan.step >= 0 && scan.lane.direction() == LaneDirection.ENTRY && harms == harmsBefore) {
                    shown.add(new Shown(scan.car, scan.step, scan.lane.id(), harms, of));
                }
            } else if (decision instanceof Denied denied && scan.decision().equals(before)) {
                broken.add("scan " + scan.scanId + " was told GRANTED and is told " + denied.reason());
            }
        });
    }

    private void calmDown() {
        turns.calmDown();
        ProtocolInstance last = instance();
        lotIds.forEach(last.rebuild::cold);
        turns.exhaust();
        for (int i = 0; i < 4; i++) {
            nowMs += 2_000;
            lotIds.forEach(last::sweep);
            turns.exhaust();
            last.tick();
            turns.exhaust();
        }
    }
}
