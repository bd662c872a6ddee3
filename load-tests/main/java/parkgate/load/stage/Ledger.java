package parkgate.load.stage;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * The load's own book of who is inside which lot, against what PostgreSQL, Redis and the service say, when nothing moves any
 * more. A car is one difference wherever it is missing.
 */
public final class Ledger {
    /** More of one kind say nothing new. */
    private static final int MOST_OF_A_KIND = 20;

    private final Map<String, String> book;
    private final List<String> lots;
    private final Map<String, Integer> expected = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private long count;

    /**
     * Compares for these lots.
     *
     * @param book the lot of each credential that is inside one
     */
    public Ledger(List<String> lots, Map<String, String> book) {
        this.lots = List.copyOf(lots);
        this.book = Map.copyOf(book);
        lots.forEach(lot -> expected.put(lot, 0));
        book.values().forEach(lot -> expected.merge(lot, 1, Integer::sum));
    }

    private void differs(String what) {
        count++;
        if (count <= MOST_OF_A_KIND) {
            differences.add(what);
        }
    }

    /** The first of them. */
    public List<String> differences() {
        return List.copyOf(differences);
    }

    public long count() {
        return count;
    }

    /** What the service says of each lot: {@code currentCount} of its occupancy. */
    public void occupancies(Map<String, Integer> told) {
        for (String lot : lots) {
            int inside = told.getOrDefault(lot, -1);
            if (inside != expectedIn(lot)) {
                differs(lot + ": " + expectedIn(lot) + " inside, its occupancy says " + inside);
            }
        }
    }

    private int expectedIn(String lot) {
        return expected.getOrDefault(lot, 0);
    }

    /** Sessions, the lots' histories and their heads. */
    public void postgres(PostgresConsole postgres) {
        Map<String, String> sessions = new HashMap<>();
        for (String[] row : postgres.rows("select root_id, lot_id from session where status = 'ACTIVE'")) {
            if (sessions.put(row[0], row[1]) != null) {
                differs(row[0] + ": two sessions at once");
            }
        }
        Set<String> all = new HashSet<>(sessions.keySet());
        all.addAll(book.keySet());
        for (String credential : all) {
            String here = book.get(credential);
            String there = sessions.get(credential);
            if (!String.valueOf(here).equals(String.valueOf(there))) {
                differs(credential + ": inside " + here + ", its session says " + there);
            }
        }
        postgres.rows("select h.lot_id, h.last_seq, count(e.seq), coalesce(max(e.seq), 0) from lot_head h"
                        + " left join access_event e on e.lot_id = h.lot_id group by h.lot_id, h.last_seq"
                        + " having h.last_seq <> count(e.seq) or h.last_seq <> coalesce(max(e.seq), 0)")
                .forEach(row -> differs(
                        row[0] + ": its head says " + row[1] + ", of " + row[2] + " events the last is " + row[3]));
        postgres.rows("select id, lot_id from session where passage_decision is not null")
                .forEach(row -> differs(row[1] + ": session " + row[0] + " still waits for a passage"));
    }

    /** Grants on record, against those that lanes were told. */
    public void grants(PostgresConsole postgres, long entriesBefore, long entries, long exits) {
        number("entries", postgres, "ENTRY", entriesBefore + entries);
        number("exits", postgres, "EXIT", exits);
    }

    private void number(String what, PostgresConsole postgres, String kind, long told) {
        long recorded = postgres.number("select count(*) from access_event where kind = '" + kind + "'");
        if (recorded != told) {
            differs(told + " " + what + " were told, " + recorded + " are recorded");
        }
    }

    /** Each lot's head in Redis, and its outbox. A lot that nobody asked for has none: the counts were asked for before. */
    public void redis(RedisConsole redis, PostgresConsole postgres) {
        Map<String, String[]> heads = new HashMap<>();
        postgres.rows("select lot_id, epoch, last_seq from lot_head").forEach(row -> heads.put(row[0], row));
        RedisAsyncCommands<String, String> ask = redis.async();
        List<RedisFuture<Map<String, String>>> head = new ArrayList<>();
        List<RedisFuture<Long>> outbox = new ArrayList<>();
        for (String lot : lots) {
            head.add(ask.hgetall("pg:{" + lot + "}:head"));
            outbox.add(ask.xlen("pg:{" + lot + "}:outbox"));
        }
        for (int i = 0; i < lots.size(); i++) {
            String lot = lots.get(i);
            Map<String, String> here = answer(head.get(i));
            String[] there = heads.getOrDefault(lot, new String[] {lot, "none", "none"});
            String open = here.getOrDefault("open", "none");
            if (!here.getOrDefault("seq", "none").equals(there[2])
                    || !here.getOrDefault("epoch", "none").equals(there[1])
                    || !open.equals(Integer.toString(expectedIn(lot)))
                    || !here.getOrDefault("adj", "none").equals("0")) {
                differs(lot + ": " + expectedIn(lot) + " inside, Redis says " + here + ", PostgreSQL epoch " + there[1]
                        + " number " + there[2]);
            }
            long waits = answer(outbox.get(i));
            if (waits != 0) {
                differs(lot + ": " + waits + " events wait in the outbox");
            }
        }
    }

    private static <T> T answer(RedisFuture<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Redis does not answer", e);
        }
    }
}
