package parkgate.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with the URI of a server, strictly: a part that the client would skip in silence is a mistake. The answers
 * never show the URI, which has a password in it.
 */
final class ServerUris {
    private static final String LOGIN_PART = "(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})";
    private static final String HOST = "(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])";

    private static final Pattern POSTGRES = Pattern.compile("postgresql://(?<login>[^@/?#]*@)?(?<host>[^@/?#]*?)"
            + "(?<port>:[0-9]*)?(?<database>/[^/?#]*)?(?<query>\\?.*)?");
    private static final Pattern POSTGRES_LOGIN = Pattern.compile(LOGIN_PART + "+(?::" + LOGIN_PART + "*)?@");
    private static final Pattern DATABASE = Pattern.compile("/[A-Za-z0-9._-]{1,63}");
    private static final Pattern SSL_MODE =
            Pattern.compile("\\?sslmode=(?:disable|allow|prefer|require|verify-ca|verify-full)");

    private static final Pattern REDIS = Pattern.compile(
            "rediss?://(?<login>[^@/?#]*@)?(?<host>[^@/?#,]*?)(?<port>:[0-9]*)?(?<others>(?:,[^@/?#,]*)*)(?<database>/[0-9]{0,2})?");
    private static final Pattern REDIS_NODE = Pattern.compile("(?<host>[^@/?#,]*?)(?<port>:[0-9]*)?");
    private static final Pattern REDIS_LOGIN = Pattern.compile(LOGIN_PART + "*(?::" + LOGIN_PART + "*)?@");

    private ServerUris() {}

    /** {@code postgresql://user:password@host:port/database}, perhaps with {@code ?sslmode=}. */
    static Optional<String> mistakeInPostgres(String uri) {
        Matcher parts = POSTGRES.matcher(uri);
        if (!parts.matches()) {
            return Optional.of("expected postgresql://user:password@host:port/database");
        }
        return firstOf(
                login(parts, POSTGRES_LOGIN, true),
                hostAndPort(parts),
                parts.group("database") == null
                                || !DATABASE.matcher(parts.group("database")).matches()
                        ? "expected a database after the host, of letters, digits, . _ -"
                        : "",
                parts.group("query") != null
                                && !SSL_MODE.matcher(parts.group("query")).matches()
                        ? "expected nothing after the ? but sslmode=disable, allow, prefer, require, verify-ca or verify-full"
                        : "");
    }

    /**
     * {@code redis://user:password@host:port}, or {@code rediss} for TLS, perhaps with {@code /0}; of a cluster more nodes
     * with commas between: {@code redis://user:password@host:port,host:port}.
     */
    static Optional<String> mistakeInRedis(String uri) {
        Matcher parts = REDIS.matcher(uri);
        if (!parts.matches()) {
            return Optional.of("expected redis://user:password@host:port or rediss://…");
        }
        return firstOf(login(parts, REDIS_LOGIN, false), hostAndPort(parts), others(parts.group("others")));
    }

    private static String others(String nodes) {
        String mistake = "";
        for (String node : nodes.isEmpty() ? new String[0] : nodes.substring(1).split(",", -1)) {
            Matcher parts = REDIS_NODE.matcher(node);
            mistake = mistake.isEmpty() ? parts.matches() ? hostAndPort(parts) : "expected a host" : mistake;
        }
        return mistake;
    }

    private static String login(Matcher parts, Pattern pattern, boolean required) {
        String login = parts.group("login");
        if (login == null) {
            return required ? "expected user:password@ before the host" : "";
        }
        return pattern.matcher(login).matches() ? "" : "the user or password has characters to be percent-encoded";
    }

    private static String hostAndPort(Matcher parts) {
        if (!parts.group("host").matches(HOST)) {
            return "expected a host";
        }
        String port = parts.group("port");
        boolean portFits = port == null || (port.matches(":[0-9]{1,5}") && isPort(Integer.parseInt(port.substring(1))));
        return portFits ? "" : "expected a port from 1 to 65535";
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    private static Optional<String> firstOf(String... mistakes) {
        for (String mistake : mistakes) {
            if (!mistake.isEmpty()) {
                return Optional.of(mistake);
            }
        }
        return Optional.empty();
    }
}
