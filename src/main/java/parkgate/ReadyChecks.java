package parkgate;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import parkgate.backup.JournalKeeper;
import parkgate.postgres.Database;
import parkgate.postgres.SqlFile;
import parkgate.redis.Redis;
import parkgate.scan.Outboxes;
import parkgate.telemetry.Finding;
import parkgate.telemetry.Readiness;

/**
 * Whether scans can be taken. Redis has to be there and must not forget what it was told; without PostgreSQL scans go on
 * for as long as the outbox holds.
 */
final class ReadyChecks {
    private static final String[] REDIS_SETTINGS = {
        "maxmemory-policy", "appendonly", "appendfsync", "cluster-enabled", "cluster-require-full-coverage"
    };

    /** An event of a healthy lot is recorded within milliseconds, one that its instance left behind within a few seconds. */
    private static final Duration WAITS_LONG = Duration.ofSeconds(10);

    private static final long POSTGRES_MS = 1_000;

    private static final String MAY_CHANGE_THE_AUDIT = SqlFile.load("postgres/may_change_audit.sql");

    private ReadyChecks() {}

    static void add(Readiness readiness, Database database, Redis redis, Outboxes outboxes) {
        readiness.check("redis", () -> redis.runEverywhere(c -> c.configGet(REDIS_SETTINGS))
                .map(ReadyChecks::redis));
        readiness.checkNow("outbox", () -> outbox(outboxes));
        readiness.check("postgres", () -> database.pool()
                .query(MAY_CHANGE_THE_AUDIT)
                .execute()
                .timeout(POSTGRES_MS, TimeUnit.MILLISECONDS) // before the check itself counts as failed
                .<Finding>map(rows -> rows.iterator().next().getBoolean("may")
                        ? new Finding.Note(
                                "POSTGRES_URI's role owns the tables: it could change the audit by taking its"
                                        + " triggers away; see POSTGRES_OWNER_URI")
                        : new Finding.Good())
                .otherwise(new Finding.Note("PostgreSQL does not answer: grants are queued in Redis's outbox")));
    }

    /** A disk that does not take the journal holds nothing up: somebody has to be told. */
    static Finding journal(JournalKeeper journal) {
        return journal.isBehind()
                ? new Finding.Note(
                        "the journal of revocations cannot be written (REVOCATION_JOURNAL): after a restore, codes"
                                + " that are revoked now would be good again")
                : new Finding.Good();
    }

    /** Long before the bound it is said that it is on its way; at the bound entries are refused, and exits still open. */
    static Finding outbox(Outboxes outboxes) {
        if (outboxes.atBound() > 0) {
            return new Finding.Missing("the outbox is at its bound of " + outboxes.bound() + " events at "
                    + outboxes.atBound() + " lot(s): entries there are NOT_RECORDABLE until PostgreSQL takes them");
        }
        return outboxes.oldest().compareTo(WAITS_LONG) < 0
                ? new Finding.Good()
                : new Finding.Note(outboxes.events() + " events wait for PostgreSQL, the oldest for "
                        + outboxes.oldest().toSeconds() + " s; the fullest lot has " + outboxes.fullest() + " of "
                        + outboxes.bound());
    }

    /** Of a cluster all are asked: a primary that is away takes its lots with it, and no others. */
    static Finding redis(List<Optional<Map<String, String>>> primaries) {
        long away = primaries.stream().filter(Optional::isEmpty).count();
        if (away == primaries.size()) {
            return new Finding.Missing("Redis does not answer: no scan is decided");
        }
        Finding worst = new Finding.Good();
        for (Optional<Map<String, String>> one : primaries) {
            Finding found = one.map(ReadyChecks::redis).orElse(worst);
            if (found instanceof Finding.Missing || worst instanceof Finding.Good) {
                worst = found;
            }
        }
        return away == 0 || worst instanceof Finding.Missing
                ? worst
                : new Finding.Note(away + " of Redis's " + primaries.size()
                        + " primaries do not answer: scans at the lots that live there are not decided");
    }

    static Finding redis(Map<String, String> settings) {
        String policy = settings.getOrDefault("maxmemory-policy", "");
        if (!policy.equals("noeviction") && !policy.startsWith("volatile-")) {
            return new Finding.Missing("Redis's maxmemory-policy is " + policy
                    + ": it may drop lots; set noeviction or one of volatile-*");
        }
        if ("yes".equals(settings.get("cluster-require-full-coverage"))
                && "yes".equals(settings.get("cluster-enabled"))) {
            return new Finding.Note("Redis Cluster has cluster-require-full-coverage yes:"
                    + " where one primary is away, no lot of any primary is decided until a replica has its place");
        }
        if (!"yes".equals(settings.get("appendonly"))) {
            return new Finding.Note("Redis keeps no log: what is QUEUED is lost with its process");
        }
        if (!"always".equals(settings.get("appendfsync"))) {
            return new Finding.Note(
                    "Redis's appendfsync is not always: what was QUEUED in the last second can be lost with its machine");
        }
        return new Finding.Good();
    }

    /** To be called when no new scans are taken any more. */
    static void ending(Readiness readiness) {
        readiness.check("end", () -> Future.succeededFuture(new Finding.Missing("this instance is ending")));
    }
}
