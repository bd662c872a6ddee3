package parkgate.scan;

/**
 * A lot's count at one moment.
 *
 * @param open sessions inside
 * @param adj cars counted that have no session; negative after a count was set lower
 * @param atMs the last change, unix milliseconds
 */
public record Counts(int open, int adj, long atMs) {
    /** Cars inside, never below zero. */
    public int current() {
        return Math.max(0, open + adj);
    }

    static Counts of(java.util.List<Object> reply, int from) {
        return new Counts(number(reply, from), number(reply, from + 1), Long.parseLong((String) reply.get(from + 2)));
    }

    private static int number(java.util.List<Object> reply, int at) {
        return Integer.parseInt((String) reply.get(at));
    }
}
