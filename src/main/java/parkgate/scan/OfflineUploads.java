package parkgate.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;

/**
 * What lanes did by themselves, batch by batch; see {@link OfflineUpload} for what happens to one. Nobody waits at a gate
 * for it, so that few are taken in at a time and their codes are read on a worker thread.
 */
final class OfflineUploads {
    /** Batches in work at one instance; one more is told to come again. */
    static final int MAX_AT_ONCE = 4;

    /** What a batch goes through. */
    record Parts(
            LotFunctions functions,
            PgRecords records,
            PgOffline postgres,
            Rebuild rebuild,
            Settling settling,
            Passages passages,
            Ports.Rights rights,
            Ports.Credentials credentials,
            Ports.Totp totp,
            Ports.DoubleAdmits doubles) {}

    private final Vertx vertx;
    private final CodeReader codes;
    private final Parts parts;
    private final InstantSource clock;
    private final Map<OfflineResult.Status, Counter> scans = new EnumMap<>(OfflineResult.Status.class);

    /** Lanes whose batch is in work. */
    private final Set<String> running = new HashSet<>();

    OfflineUploads(Vertx vertx, CodeReader codes, Parts parts, InstantSource clock, MeterRegistry metrics) {
        this.vertx = vertx;
        this.codes = codes;
        this.parts = parts;
        this.clock = clock;
        for (OfflineResult.Status status : OfflineResult.Status.values()) {
            scans.put(
                    status,
                    Counter.builder("parkgate_offline_scans")
                            .description("Scans that lanes decided by themselves and told of")
                            .tag("status", status.name())
                            .register(metrics));
        }
        Gauge.builder("parkgate_offline_batches_running", this, all -> all.running.size())
                .description("Batches of lanes in work at this instance, at most " + MAX_AT_ONCE)
                .register(metrics);
    }

    /**
     * Takes a batch in; null when too many are in work, or another of the same lane: a lane that sends many at once takes no
     * room of others. Fails with what was away when that kept back all of it.
     */
    @Nullable
    Future<List<OfflineResult>> record(Lane lane, LotRules rules, List<OfflineTold> told) {
        if (running.size() >= MAX_AT_ONCE || !running.add(lane.id())) {
            return null;
        }
        long nowMs = clock.millis();
        return vertx.executeBlocking(() -> read(told, nowMs), false)
                .compose(readings -> items(told, readings, 0, lane, rules, nowMs, new ArrayList<>()))
                .compose(items -> new OfflineUpload(parts, lane, rules, nowMs, items).record())
                .onSuccess(results -> results.forEach(this::count))
                .onComplete(x -> running.remove(lane.id()));
    }

    private void count(OfflineResult result) {
        Counter counter = scans.get(result.status());
        if (counter != null) {
            counter.increment();
        }
    }

    /** Each as it was to be read when its lane read it. */
    private List<Reading> read(List<OfflineTold> told, long nowMs) {
        return told.stream()
                .map(one -> codes.read(one.scan().code(), Instant.ofEpochMilli(OfflineFacts.eventMs(one, nowMs))))
                .toList();
    }

    private Future<List<OfflineItem>> items(
            List<OfflineTold> told,
            List<Reading> readings,
            int from,
            Lane lane,
            LotRules rules,
            long nowMs,
            List<OfflineItem> items) {
        for (int i = from; i < told.size(); i++) {
            OfflineTold one = told.get(i);
            if (readings.get(i) instanceof Reading.Typed typed) {
                int next = i + 1;
                return parts.credentials()
                        .readTyped(typed.credential(), Instant.ofEpochMilli(OfflineFacts.eventMs(one, nowMs)))
                        .map(reading -> new OfflineItem(one, facts(one, reading, lane, rules, nowMs)))
                        .otherwise(away -> new OfflineItem(one, null))
                        .compose(item -> {
                            items.add(item);
                            return items(told, readings, next, lane, rules, nowMs, items);
                        });
            }
            items.add(new OfflineItem(one, facts(one, readings.get(i), lane, rules, nowMs)));
        }
        return Future.succeededFuture(items);
    }

    private OfflineFacts facts(OfflineTold told, Reading reading, Lane lane, LotRules rules, long nowMs) {
        return new OfflineFacts(told, reading, lane, rules, parts.credentials(), parts.totp(), nowMs);
    }
}
