package parkgate.scan;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import parkgate.core.access.LotRules;
import parkgate.redis.Redis;

/** What must be true of every walk, once it is calm. */
final class ProtocolPromises {
    private final Redis redis;
    private final Pool pool;
    private final Map<String, LotRules> lots;
    private final Set<UUID> told;
    private final List<ProtocolWalk.Shown> shown;
    private final boolean redisHarmed;
    private final Set<UUID> backedOut = new HashSet<>();
    private final List<String> broken = new ArrayList<>();

    ProtocolPromises(
            Redis redis,
            Pool pool,
            Map<String, LotRules> lots,
            Set<UUID> told,
            List<ProtocolWalk.Shown> shown,
            boolean redisHarmed) {
        this.redis = redis;
        this.pool = pool;
        this.lots = lots;
        this.told = told;
        this.shown = shown;
        this.redisHarmed = redisHarmed;
    }

    List<String> broken() {
        Set<UUID> recorded = new HashSet<>();
        lots.forEach((lot, rules) -> lot(lot, rules, recorded));
        for (UUID decision : told) {
            if (!recorded.contains(decision)) {
                broken.add("told but not recorded: " + decision);
            }
        }
        steps();
        return broken;
    }

    /** No step is granted at two lanes, unless Redis lost the guard's memory between, or the car backed out. */
    private void steps() {
        for (ProtocolWalk.Shown one : shown) {
            for (ProtocolWalk.Shown other : shown) {
                if (one.car().equals(other.car())
                        && one.step() == other.step()
                        && one.harms() == other.harms()
                        && one.lane().compareTo(other.lane()) < 0
                        && !backedOut.contains(one.decision())
                        && !backedOut.contains(other.decision())) {
                    broken.add(
                            "step " + one.step() + " of " + one.car() + " at " + one.lane() + " and " + other.lane());
                }
            }
        }
    }

    private void lot(String lot, LotRules rules, Set<UUID> recorded) {
        Map<String, String> inside = new HashMap<>(); // session -> root
        Map<UUID, String> pending = new HashMap<>();
        long seq = 0;
        for (Row event : rows("select * from access_event where lot_id = $1 order by seq", lot)) {
            if (event.getLong("seq") != ++seq) {
                broken.add(lot + ": number " + seq + " is missing");
            }
            UUID decision = event.getUUID("decision_id");
            String root = event.getString("root_id");
            String session = String.valueOf(event.getUUID("session_id"));
            String kind = event.getString("kind");
            boolean entry = "ENTRY".equals(event.getString("direction"));
            String at = lot + " number " + seq + ": " + kind + ' ';
            switch (kind) {
                case "ENTRY", "EXIT" -> {
                    if (!recorded.add(decision)) {
                        broken.add(at + "is recorded twice");
                    }
                    if (kind.equals("ENTRY")) {
                        if (inside.containsValue(root)) {
                            broken.add(at + "of a car that is inside");
                        }
                        inside.put(session, root);
                        if (inside.size() > rules.capacity()) {
                            broken.add(at + "over capacity");
                        }
                    } else if (inside.remove(session) == null
                            && !List.of(event.getArrayOfStrings("flags")).contains("NO_OPEN_SESSION")) {
                        broken.add(at + "of a session that is not open");
                    } else {
                        pending.values().removeIf(session::equals);
                    }
                    if (event.getValue("passage_deadline") != null) {
                        pending.put(decision, session);
                    }
                }
                case "CONFIRMED", "NO_ENTRY", "EXPIRED" -> {
                    if (kind.equals("NO_ENTRY")) {
                        backedOut.add(decision);
                    }
                    if (pending.remove(decision) == null) {
                        broken.add(at + "of a passage that is not awaited");
                    }
                    if (entry && !kind.equals("CONFIRMED")) {
                        inside.remove(session);
                    } else if (!entry && kind.equals("NO_ENTRY") && began(session)) {
                        inside.put(session, root);
                    }
                }
                case "RESTORED" -> inside.put(session, root);
                case "UNTOLD" -> {
                    if (event.getValue("passage_deadline") != null) {
                        pending.put(decision, session);
                    }
                }
                default -> broken.add(at + "is not expected");
            }
            if (event.getInteger("open_after") != inside.size()) {
                broken.add(at + "leaves " + event.getInteger("open_after") + " inside, which are " + inside);
            }
        }
        same(lot, "sessions", open(lot), new TreeSet<>(inside.keySet()));
        LotKeys k = new LotKeys(lot);
        Set<String> stays = new TreeSet<>();
        Turns.await(redis.run(c -> c.hvals(k.inside()))).forEach(packed -> {
            for (String stay : packed.split(";", -1)) {
                String[] fields = stay.split(",", -1);
                if (!fields[5].equals("X")) {
                    stays.add(fields[0]);
                }
            }
        });
        same(lot, "stays in Redis", stays, new TreeSet<>(inside.keySet()));
        List<String> decisions = Turns.await(redis.run(c -> c.hkeys(k.pass())));
        Set<String> awaited = new TreeSet<>(decisions);
        Set<String> expected = new TreeSet<>();
        pending.keySet().forEach(decision -> expected.add(decision.toString()));
        same(lot, "passages in Redis", awaited, expected);
        if (Turns.await(redis.run(c -> c.xlen(k.outbox()))) != 0) {
            broken.add(lot + ": something is left in the outbox");
        }
        for (Row head : rows("select epoch, last_seq from lot_head where lot_id = $1", lot)) {
            if (head.getLong("last_seq") != seq) {
                broken.add(lot + ": its head says " + head.getLong("last_seq") + " of " + seq);
            }
            // One at the start, one when it calmed down.
            if (!redisHarmed && head.getLong("epoch") != 2) {
                broken.add(lot + ": rebuilt " + (head.getLong("epoch") - 2) + " times though Redis lost nothing");
            }
        }
    }

    private boolean began(String session) {
        for (Row row : Turns.await(pool.preparedQuery("select entry_time from session where id = $1")
                .execute(Tuple.of(UUID.fromString(session))))) {
            return row.getValue("entry_time") != null;
        }
        return false;
    }

    private Set<String> open(String lot) {
        Set<String> open = new TreeSet<>();
        for (Row row : rows("select id from session where lot_id = $1 and status = 'ACTIVE'", lot)) {
            open.add(row.getUUID("id").toString());
        }
        return open;
    }

    private Iterable<Row> rows(String sql, String lot) {
        return Turns.await(pool.preparedQuery(sql).execute(Tuple.of(lot)));
    }

    private void same(String lot, String what, Set<String> are, Set<String> expected) {
        if (!are.equals(expected)) {
            broken.add(lot + ": " + what + " are " + are + ", the events say " + expected);
        }
    }
}
