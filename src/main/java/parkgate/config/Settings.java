package parkgate.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How this instance is to run: read once at start, checked as a whole.
 *
 * @param httpPort 0 for a free one
 * @param publicUrl without a slash at its end; empty means {@code http://host:port} as bound
 * @param keyFile may not exist yet
 * @param revocationJournal may not exist yet
 * @param redisUri empty where Redis is embedded
 * @param postgresUri empty where PostgreSQL is embedded
 * @param postgresOwnerUri the same database as the role that owns the tables; empty: one role does both
 * @param adminKey empty where the key file in the data folder holds it
 * @param demoWish empty where {@link #demo} decides
 * @param recordDeadline how long an answer waits for PostgreSQL
 * @param postgresPoolSize connections
 * @param outboxBound events of one lot
 * @param load how much this instance takes
 * @param retained how long what concerns people is kept
 * @param clockOffset added to the clock, by tests of clocks that are apart
 */
public record Settings(
        int httpPort,
        String httpHost,
        Optional<String> publicUrl,
        Optional<Tls> tls,
        Networks trustedProxies,
        int maxConnections,
        Path dataDir,
        Path keyFile,
        Path revocationJournal,
        Optional<Secret> redisUri,
        Optional<Secret> postgresUri,
        Optional<Secret> postgresOwnerUri,
        Optional<Secret> adminKey,
        Optional<Boolean> demoWish,
        Duration recordDeadline,
        int postgresPoolSize,
        int outboxBound,
        Load load,
        Retained retained,
        Duration clockOffset) {

    private static final int MAX_DAYS = 3_650;
    private static final int MAX_CLOCK_OFFSET_MS = 300_000;

    /**
     * PEM files, seen to be readable.
     *
     * @param laneCa empty where lanes need no certificate
     */
    public record Tls(Path certificate, Path key, Optional<Path> laneCa) {}

    /**
     * How much is taken before callers are told to come again.
     *
     * @param scansAtOnce scans and passages under way
     * @param keyRequestsAtOnce requests of one lane or key that wait for their answers
     * @param laneRequestsPerSecond requests of one lane
     */
    public record Load(int scansAtOnce, int keyRequestsAtOnce, int laneRequestsPerSecond) {}

    /**
     * Days that what concerns people is kept.
     *
     * @param plates after their session closed
     * @param scans after they were received
     * @param sessions after they closed; 0: for ever, else at least as long as scans, which name them
     * @param audit after they were written; 0: for ever
     */
    public record Retained(int plates, int scans, int sessions, int audit) {}

    /**
     * Reads the settings from flags, environment and file.
     *
     * @throws SettingsException with one line for each mistake
     */
    public static Settings read(List<String> flags, Map<String, String> environment) throws SettingsException {
        List<String> mistakes = new ArrayList<>();
        Map<Setting, Given> given = Sources.read(flags, environment, mistakes);
        Values values = new Values(given, mistakes);
        Path dataDir = values.path(Setting.DATA_DIR).orElseGet(() -> Path.of(Setting.DATA_DIR.shownDefault()));
        Settings settings = new Settings(
                values.whole(Setting.HTTP_PORT, 0, 65_535),
                values.host(Setting.HTTP_HOST).orElseGet(Setting.HTTP_HOST::shownDefault),
                values.publicUrl(Setting.PUBLIC_URL),
                tls(values, given, mistakes),
                values.networks(Setting.TRUSTED_PROXIES),
                values.whole(Setting.MAX_CONNECTIONS, 100, 1_000_000),
                dataDir,
                values.path(Setting.KEY_FILE).orElseGet(() -> dataDir.resolve("keys.p12")),
                values.path(Setting.REVOCATION_JOURNAL).orElseGet(() -> dataDir.resolve("revocations.journal")),
                values.uri(Setting.REDIS_URI, ServerUris::mistakeInRedis),
                values.uri(Setting.POSTGRES_URI, ServerUris::mistakeInPostgres),
                values.uri(Setting.POSTGRES_OWNER_URI, ServerUris::mistakeInPostgres),
                values.adminKey(Setting.ADMIN_KEY),
                values.flag(Setting.DEMO),
                Duration.ofMillis(values.whole(Setting.RECORD_DEADLINE_MS, 10, 60_000)),
                values.whole(Setting.POSTGRES_POOL_SIZE, 1, 100),
                values.whole(Setting.OUTBOX_BOUND, 100, 1_000_000),
                new Load(
                        values.whole(Setting.SCANS_AT_ONCE, 8, 10_000),
                        values.whole(Setting.KEY_REQUESTS_AT_ONCE, 4, 10_000),
                        values.whole(Setting.LANE_REQUESTS_PER_SECOND, 1, 100_000)),
                retained(values, mistakes),
                Duration.ofMillis(values.whole(Setting.CLOCK_OFFSET_MS, -MAX_CLOCK_OFFSET_MS, MAX_CLOCK_OFFSET_MS)));
        if (given.containsKey(Setting.POSTGRES_OWNER_URI) && !given.containsKey(Setting.POSTGRES_URI)) {
            mistakes.add("POSTGRES_OWNER_URI: needs POSTGRES_URI; the embedded server has an owner of its own");
        }
        if (!mistakes.isEmpty()) {
            throw new SettingsException(mistakes);
        }
        return settings;
    }

    private static Optional<Tls> tls(Values values, Map<Setting, Given> given, List<String> mistakes) {
        Optional<Path> certificate = values.readableFile(Setting.TLS_CERT);
        Optional<Path> key = values.readableFile(Setting.TLS_KEY);
        if (given.containsKey(Setting.TLS_CERT) != given.containsKey(Setting.TLS_KEY)) {
            mistakes.add("TLS_CERT and TLS_KEY: give both or none");
        }
        Optional<Path> laneCa = values.readableFile(Setting.TLS_LANE_CA);
        if (given.containsKey(Setting.TLS_LANE_CA) && !given.containsKey(Setting.TLS_CERT)) {
            mistakes.add("TLS_LANE_CA: needs TLS_CERT and TLS_KEY");
        }
        return certificate.flatMap(chain -> key.map(secret -> new Tls(chain, secret, laneCa)));
    }

    private static Retained retained(Values values, List<String> mistakes) {
        Retained days = new Retained(
                values.whole(Setting.RETAIN_PLATES_DAYS, 1, MAX_DAYS),
                values.whole(Setting.RETAIN_SCANS_DAYS, 1, MAX_DAYS),
                values.whole(Setting.RETAIN_SESSIONS_DAYS, 0, MAX_DAYS),
                values.whole(Setting.RETAIN_AUDIT_DAYS, 0, MAX_DAYS));
        if (days.sessions() > 0 && days.sessions() < days.scans()) {
            mistakes.add(
                    "RETAIN_SESSIONS_DAYS: expected 0 or at least RETAIN_SCANS_DAYS, since scans name their session");
        }
        return days;
    }

    /**
     * Whether the demonstration city is made.
     *
     * @param emptyFolder true when this start made the embedded servers' data
     */
    public boolean demo(boolean emptyFolder) {
        return demoWish.orElse(redisUri.isEmpty() && postgresUri.isEmpty() && emptyFolder);
    }

    /** The settings as {@code --help} prints them. */
    public static String help() {
        StringBuilder text =
                new StringBuilder("parkgate [--setting value …]; each also as PARKGATE_SETTING or in a file\n\n");
        for (Setting each : Setting.values()) {
            text.append(String.format("  %-22s %s%n", each.flag(), each.meaning()));
            if (!each.shownDefault().isEmpty()) {
                text.append(String.format("  %-22s default: %s%n", "", each.shownDefault()));
            }
        }
        return text.toString();
    }
}
