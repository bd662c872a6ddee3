package parkgate.scan;

import parkgate.postgres.SqlFile;

/** A rule of docs/protocol/FENCE.md that is taken out of the function library, a statement, or what stands between. */
enum LeftOut {
    NOTHING,
    NORUN(Place.LIBRARY, "if not v[1] or v[3] ~= process(now) then", "if not v[1] then"),
    NOANSWER(Place.LIBRARY, "if read[1] then", "if false then"),
    NOPREFIX(Place.LIBRARY, "tonumber(e[SEQ]) <= marked", "tonumber(e[SEQ]) == marked"),
    NOJOIN(Place.LIBRARY, "if seq <= head.done then", "if true then"),
    NOGUARD(Place.LIBRARY, "    if not g then\n        return 'NEW'", "    if true then\n        return 'NEW'"),
    NOMARK,
    NOSPLIT,
    NOEPOCH(Place.STATEMENT, "held.epoch = lot.epoch and ", ""),
    NOGAP(Place.STATEMENT, "held.last_seq = lot.first_seq - 1", "held.last_seq < lot.first_seq");

    private enum Place {
        LIBRARY,
        STATEMENT,
        BETWEEN
    }

    private final Place place;
    private final String rule;
    private final String without;

    LeftOut() {
        this(Place.BETWEEN, "", "");
    }

    LeftOut(Place place, String rule, String without) {
        this.place = place;
        this.rule = rule;
        this.without = without;
    }

    /** Where to begin: most rules are missed at once, without an epoch the first walks still come home. */
    long firstSeed() {
        return this == NOEPOCH ? 50 : 1;
    }

    /** The function library without the rule, in a process that calls itself {@code run}. */
    String library(String run) {
        String whole = LotLibrary.load().source();
        String named = replace(whole, "string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')", '\'' + run + '\'');
        return place == Place.LIBRARY ? replace(named, rule, without) : named;
    }

    /** The statement that records, without the rule; empty when the rule is not of it. */
    String sql() {
        return place == Place.STATEMENT ? replace(SqlFile.load("scan/record.sql"), rule, without) : "";
    }

    private static String replace(String text, String rule, String without) {
        int at = text.indexOf(rule);
        if (at < 0 || text.indexOf(rule, at + 1) >= 0) {
            throw new AssertionError("the rule is to be found exactly once: " + rule);
        }
        return text.substring(0, at) + without + text.substring(at + rule.length());
    }
}
