package parkgate.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One setting: its name in the file, its default as the README shows it, and what it means. */
public enum Setting {
    CONFIG("", "A properties file with any of the settings below"),
    HTTP_PORT("8080", "Port of the API, 0 to 65535; 0 takes a free one"),
    HTTP_HOST("127.0.0.1", "Address to listen on; 0.0.0.0 for every interface"),
    PUBLIC_URL("", "Where the outside reaches the service, for links in answers; http://HOST:PORT when left out"),
    TLS_CERT("", "Certificate chain (PEM); with TLS_KEY the service speaks HTTPS"),
    TLS_KEY("", "Private key of the certificate (PEM, PKCS#8); both files are read again when they change"),
    TLS_LANE_CA(
            "", "CA certificates (PEM): lanes' keys are then good only with a client certificate that names the lane"),
    TRUSTED_PROXIES(
            "",
            "Addresses and networks (10.0.0.0/8, ::1) whose X-Forwarded-For and -Proto are believed; none when left out"),
    MAX_CONNECTIONS(
            "10000",
            "Connections at a time, 100 to 1000000; a quarter of them from one address that is no trusted proxy"),
    DATA_DIR("./data", "Folder of the embedded servers' data and of the key files; made when missing"),
    KEY_FILE(
            "DATA_DIR/keys.p12",
            "Signing keys (PKCS#12, mode 0600), made at the first start; all instances use one file"),
    REVOCATION_JOURNAL(
            "DATA_DIR/revocations.journal",
            "What was revoked, for a restore of an older backup to know: best on another disk than DATA_DIR"),
    REDIS_URI(
            "embedded",
            "redis://user:password@host:port, or rediss:// for TLS; of a Redis Cluster any nodes, host:port,host:port"),
    POSTGRES_URI("embedded", "postgresql://user:password@host:port/database, ?sslmode= as libpq has it"),
    POSTGRES_OWNER_URI(
            "",
            "The same database as the role that owns the tables: it migrates at start, POSTGRES_URI's role then only runs; one role for both when left out"),
    ADMIN_KEY(
            "DATA_DIR/admin.key",
            "Accepted as an admin key, 32 to 256 characters; when left out, one is made at the first start and kept in that file"),
    DEMO("", "true makes the demonstration city; when left out, only with embedded servers and an empty data folder"),
    RECORD_DEADLINE_MS("1000", "How long an answer waits for PostgreSQL before it goes out as QUEUED, 10 to 60000"),
    POSTGRES_POOL_SIZE("4", "Connections for everything but the recording of scans, 1 to 100"),
    OUTBOX_BOUND(
            "10000",
            "Events a lot may hold in Redis while PostgreSQL is away, 100 to 1000000; beyond it scans are NOT_RECORDABLE"),
    SCANS_AT_ONCE(
            "256", "Scans and passages under way, 8 to 10000; as many again wait their turn, more are 503 not-decided"),
    KEY_REQUESTS_AT_ONCE(
            "64",
            "Requests of one lane or key that wait for their answers, 4 to 10000; more are 429. Of an address without a key a quarter"),
    LANE_REQUESTS_PER_SECOND("200", "Requests of one lane in a second, 1 to 100000; more are 429"),
    RETAIN_PLATES_DAYS("30", "Number plates are erased so many days after their session closed, 1 to 3650"),
    RETAIN_SCANS_DAYS(
            "90",
            "So many days it is kept who scanned where and was granted or refused, and why people opened by hand, 1 to 3650"),
    RETAIN_SESSIONS_DAYS(
            "0",
            "Sessions are deleted so many days after they closed, at least RETAIN_SCANS_DAYS; 0 keeps them: say what your law says"),
    RETAIN_AUDIT_DAYS(
            "1095", "Rows of the audit are deleted so many days after they were written, 0 to 3650; 0 keeps them"),
    CLOCK_OFFSET_MS(
            "0",
            "For tests of clocks that are apart: added to this instance's clock, -300000 to 300000; 0 wherever cars drive");

    private static final String ENVIRONMENT_PREFIX = "PARKGATE_";

    private final String shownDefault;
    private final String meaning;

    Setting(String shownDefault, String meaning) {
        this.shownDefault = shownDefault;
        this.meaning = meaning;
    }

    /** {@code --http-port}. */
    public String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code PARKGATE_HTTP_PORT}. */
    public String variable() {
        return ENVIRONMENT_PREFIX + name();
    }

    /** The default as people read it; empty where there is none. */
    public String shownDefault() {
        return shownDefault;
    }

    public String meaning() {
        return meaning;
    }

    /** True where a value must never be shown: it is a secret or has one in it. */
    boolean isSecret() {
        return this == ADMIN_KEY || this == REDIS_URI || this == POSTGRES_URI || this == POSTGRES_OWNER_URI;
    }

    static Optional<Setting> byFlag(String flag) {
        return Arrays.stream(values()).filter(each -> each.flag().equals(flag)).findFirst();
    }

    static boolean isOurs(String variable) {
        return variable.startsWith(ENVIRONMENT_PREFIX);
    }

    static Optional<Setting> byVariable(String variable) {
        return Arrays.stream(values())
                .filter(each -> each.variable().equals(variable))
                .findFirst();
    }

    /** By a key of the file: {@code HTTP_PORT}. */
    static Optional<Setting> byKey(String key) {
        return Arrays.stream(values())
                .filter(each -> each != CONFIG && each.name().equals(key))
                .findFirst();
    }
}
