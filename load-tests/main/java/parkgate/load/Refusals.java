package parkgate.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import parkgate.load.baseline.Baselines;
import parkgate.load.city.Code;
import parkgate.load.city.Constant;
import parkgate.load.city.LoadCity;
import parkgate.load.city.RefusedScans;
import parkgate.load.drive.Arrivals;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Traffic;
import parkgate.load.report.Case;
import parkgate.load.report.Report;
import parkgate.load.seed.Seed;
import parkgate.load.stage.RedisConsole;
import parkgate.load.stage.Stage;
import parkgate.load.stage.Usage;

/**
 * What an entry refuses by itself, beside the bare answer: a code that is no code, one that nobody of ours signed, one that was
 * revoked long ago; and what each of them asks of Redis, which is nothing.
 */
final class Refusals {
    private static final String CITY = "refused";
    /** Longer ago than a lane repeats a scan that was granted before. */
    private static final Duration LONG_AGO = Duration.ofMinutes(20);

    /** Runs of each case before the first that counts: a service that has just started compiles its code for a while. */
    private static final int WARM = 5;

    private static final List<String> HEADER = List.of(
            "at an entry",
            "a second",
            "of the bare answer",
            "p50 ms",
            "p99 ms",
            "CPU, us: service / PostgreSQL / driver",
            "Redis's commands",
            "not as expected");

    private final Load load;
    private final Stage stage;
    private final int connections;
    private final Duration time;
    private final long seed;
    private final Case bare = new Case(Objects.requireNonNull(Baselines.NAMES.get("/a")), Constant.ANSWERED);
    private final Map<Case, Traffic> all = new LinkedHashMap<>();
    private final Map<Case, Cost> costs = new LinkedHashMap<>();
    private final int baselinePort;

    /** What the runs of one case cost together. */
    private static final class Cost {
        private double service;
        private double postgres;
        private double driver;
        private long redisCommands;
        private long answers;
    }

    Refusals(Load load, Stage stage, Path java, List<String> jvm, int connections, Duration time, long seed) {
        this.load = load;
        this.stage = stage;
        this.connections = connections;
        this.time = time;
        this.seed = seed;
        try (Seed city = Seed.on(stage)) {
            List<LoadCity.Lot> lots = city.city(CITY, Seed.Lots.plain(1));
            List<Code> codes = city.drivers(CITY, 'S', 2);
            Code dead = codes.get(1);
            city.revoked(dead.credentialId(), LONG_AGO);
            stage.awaitChanges(city.version());
            String genuine = codes.get(0).show(0).text();
            String host = "127.0.0.1:" + stage.servicePort();
            this.baselinePort = stage.startBaselines(
                    java,
                    jvm,
                    new JsonObject()
                            .put("lots", new JsonArray().add(lots.get(0).lotId()))
                            .put("credentials", new JsonArray().add(codes.get(0).credentialId()))
                            .put("class", "S")
                            .put("keepInside", 1));
            String body = "{\"scanId\":\"" + new UUID(0, 0) + "\",\"code\":\"" + genuine + "\"}";
            all.put(bare, new Constant("/a", host, lots.get(0).inKey(), body));
            // Its last character is none of Base32's: it is looked at to its end.
            refusal(lots, host, "malformed", genuine.substring(0, genuine.length() - 1) + "1", "MALFORMED");
            refusal(lots, host, "forged", genuine.substring(0, genuine.length() - 8) + "AAAAAAAA", "BAD_SIGNATURE");
            refusal(lots, host, "revoked long ago", dead.show(0).text(), "REVOKED");
        }
    }

    private void refusal(List<LoadCity.Lot> lots, String host, String name, String code, String reason) {
        all.put(new Case(name, RefusedScans.REFUSED), new RefusedScans(lots, host, code, reason, new Random(seed)));
    }

    /** Runs them in turn, and tells the report. */
    void run(int rounds, Report report) {
        List<Case> order = new ArrayList<>(all.keySet());
        for (int warm = 0; warm < WARM; warm++) {
            order.forEach(this::saturate);
        }
        for (Case one : order) {
            costs.put(one, new Cost());
        }
        for (int round = 0; round < rounds; round++) {
            for (Case one : order) {
                one.round(measured(one));
            }
            java.util.Collections.rotate(order, 1);
        }
        for (Case one : order) {
            one.half(load.arrivals(
                    port(one), connections, traffic(one), new Arrivals(new Random(seed), one.rate() / 2), time));
        }
        report.table("Refusals", HEADER, all.keySet().stream().map(this::row).toList());
        JsonArray cases = new JsonArray();
        all.keySet().forEach(one -> cases.add(one.json()));
        report.data("refusals", new JsonObject().put("cases", cases));
        all.values().forEach(Refusals::sayOthers);
    }

    private Tally measured(Case one) {
        Cost cost = Objects.requireNonNull(costs.get(one));
        try (RedisConsole redis = stage.redis()) {
            Usage before = stage.usage();
            long commands = commands(redis);
            Tally tally = saturate(one);
            // Asking is a command too.
            cost.redisCommands += commands(redis) - commands - 1;
            Usage used = stage.usage().since(before);
            cost.service += used.service();
            cost.postgres += used.postgres();
            cost.driver += used.driver();
            cost.answers += tally.all();
            return tally;
        }
    }

    private static long commands(RedisConsole redis) {
        return Long.parseLong(redis.info("stats").getOrDefault("total_commands_processed", "0"));
    }

    private Tally saturate(Case one) {
        return load.saturate(port(one), connections, traffic(one), time);
    }

    private int port(Case one) {
        return one == bare ? baselinePort : stage.servicePort();
    }

    private Traffic traffic(Case one) {
        return Objects.requireNonNull(all.get(one));
    }

    private List<String> row(Case one) {
        Cost cost = Objects.requireNonNull(costs.get(one));
        Tally half = Objects.requireNonNull(one.atHalf());
        return List.of(
                one.name(),
                String.format(Locale.ROOT, "%,.0f", one.rate()),
                String.format(Locale.ROOT, "%.2f", one.rate() / bare.rate()),
                String.format(Locale.ROOT, "%.1f", half.intendedMs(50)),
                String.format(Locale.ROOT, "%.1f", half.intendedMs(99)),
                one == bare
                        ? "driver " + micros(cost.driver, cost)
                        : micros(cost.service, cost) + " / " + micros(cost.postgres, cost) + " / "
                                + micros(cost.driver, cost),
                one == bare ? "" : cost.redisCommands + " beside " + cost.answers + " answers",
                one.bad() + (one.bad() == 0 ? "" : " " + one.others()));
    }

    private static String micros(double seconds, Cost cost) {
        return String.format(Locale.ROOT, "%.1f", seconds * 1e6 / Math.max(1, cost.answers));
    }

    private static void sayOthers(Traffic traffic) {
        String other = traffic instanceof RefusedScans scans
                ? scans.firstOther()
                : traffic instanceof Constant constant ? constant.firstOther() : null;
        if (other != null) {
            System.out.println("  not as expected: " + other);
        }
    }
}
