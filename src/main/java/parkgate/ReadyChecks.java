package parkgate;

import io.vertx.core.Future;
import java.util.Map;
import parkgate.postgres.Database;
import parkgate.redis.Redis;
import parkgate.telemetry.Finding;
import parkgate.telemetry.Readiness;

/**
 * Whether scans can be taken. Redis has to be there and must not forget what it was told; without PostgreSQL scans go on
 * for as long as the outbox holds.
 */
final class ReadyChecks {
    private ReadyChecks() {}

    static void add(Readiness readiness, Database database, Redis redis) {
        readiness.check("redis", () -> redis.run(c -> c.configGet("maxmemory-policy", "appendonly", "appendfsync"))
                .map(ReadyChecks::redis));
        readiness.check("postgres", () -> database.pool()
                .query("select 1")
                .execute()
                .<Finding>map(rows -> new Finding.Good())
                .otherwise(new Finding.Note("PostgreSQL does not answer: grants are queued in Redis's outbox")));
    }

    static Finding redis(Map<String, String> settings) {
        String policy = settings.getOrDefault("maxmemory-policy", "");
        if (!policy.equals("noeviction") && !policy.startsWith("volatile-")) {
            return new Finding.Missing("Redis's maxmemory-policy is " + policy
                    + ": it may drop lots; set noeviction or one of volatile-*");
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
