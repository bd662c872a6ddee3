package parkgate.core.access;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text forms in which rules, rights and stays travel to Redis: packed, since each value that a function reads costs.
 * Whatever could be mistaken for a separator is refused.
 *
 * <pre>
 * rules    capacity,status,passback,fullPolicy,noOpenSession,revokedExit,transients,pools
 * pools    name=spaces:POLICY            joined by /
 * rights   id,type,fromMs,untilMs,pool,windows   joined by ;
 * windows  days:from:to                  joined by +; days are seven 0 or 1 from Monday, times minutes of the day
 * stays    see {@link Stay}              joined by ;
 * </pre>
 */
public final class Packing {
    /** A right that never ends, and the largest whole number that Lua's doubles hold exactly. */
    public static final long NEVER_MS = (1L << 53) - 1;

    private Packing() {}

    /** A lot's rules; pools in the order of their ids, so that the same rules are the same text. */
    public static String rules(LotRules rules) {
        return String.join(
                ",",
                Integer.toString(rules.capacity()),
                rules.status().name(),
                rules.passback().name(),
                rules.fullPolicy().name(),
                rules.noOpenSession().name(),
                rules.revokedExit().name(),
                rules.admitTransients() ? "1" : "0",
                pools(rules));
    }

    private static String pools(LotRules rules) {
        return rules.pools().values().stream()
                .sorted(Comparator.comparing(LotRules.Pool::id))
                .map(pool -> id("pool", pool.id())
                        + '='
                        + PackedText.notNegative("spaces", pool.spaces())
                        + ':'
                        + pool.policy())
                .collect(Collectors.joining("/"));
    }

    /** Rights in the order in which they are to be tried. */
    public static String rights(List<Right> rights) {
        return rights.stream().map(Packing::right).collect(Collectors.joining(";"));
    }

    private static String right(Right right) {
        return String.join(
                ",",
                right.id().toString(),
                right.type().name(),
                Long.toString(exact(right.fromMs())),
                Long.toString(exact(right.untilMs())),
                right.poolId() == null ? "" : id("pool", right.poolId()),
                right.windows().stream().map(Packing::window).collect(Collectors.joining("+")));
    }

    private static String window(Right.Window window) {
        StringBuilder out = new StringBuilder(16);
        for (int day = 0; day < 7; day++) {
            out.append(((window.days() >> day) & 1) == 1 ? '1' : '0');
        }
        return out.append(':')
                .append(window.fromMinute())
                .append(':')
                .append(window.toMinute())
                .toString();
    }

    /** The stays of one root credential, oldest first. */
    public static String stays(List<Stay> stays) {
        return stays.stream().map(Stay::format).collect(Collectors.joining(";"));
    }

    /** What {@link #stays(List)} packed. */
    public static List<Stay> parseStays(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(";", -1)).stream().map(Stay::parse).toList();
    }

    private static long exact(long ms) {
        return Math.max(-NEVER_MS, Math.min(NEVER_MS, ms));
    }

    private static String id(String name, String text) {
        if (text.isEmpty() || text.length() > 64 || text.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    name + ": 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-' are expected");
        }
        return PackedText.field(name, text);
    }
}
