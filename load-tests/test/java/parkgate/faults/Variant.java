package parkgate.faults;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service with one of its safeguards taken out: a resource that stands on the class path before the service's own. What
 * cannot fail proves nothing, so the bench has to find these.
 */
enum Variant {
    /** PostgreSQL takes any number of any epoch, and of two events with one number the first. */
    FENCE_OFF("sql/scan/record.sql") {
        @Override
        String spoilt(String sql) {
            String open = replaced(
                    sql,
                    "on lot.id = held.lot_id and held.epoch = lot.epoch and held.last_seq = lot.first_seq - 1",
                    "on lot.id = held.lot_id");
            open = replaced(open, "set last_seq = lot.last_seq", "set last_seq = greatest(h.last_seq, lot.last_seq)");
            return replaced(
                    open,
                    "join moved on moved.lot_id = e.lot_id\n)",
                    "join moved on moved.lot_id = e.lot_id\n    on conflict do nothing\n)");
        }
    },
    /** Redis looks up no earlier answer of a scanId, and nothing says that a scanId is there already. */
    IDEMPOTENCY_OFF("redis/access.lua") {
        @Override
        String spoilt(String lua) {
            String forgetful = replaced(lua, "    if read[1] then\n", "    if false then\n");
            return replaced(
                    forgetful,
                    "'ENTRY', 'ENTRY', '', '', scan, int(now)",
                    "'ENTRY', 'ENTRY', '', '', string.sub(scan, 1, -5) .. string.format('%04x', head.seq % 65536), int(now)");
        }
    },
    /** An event is in no outbox. */
    OUTBOX_OFF("redis/events.lua") {
        @Override
        String spoilt(String lua) {
            return replaced(lua, "redis.call('XADD', keys.outbox, e[EPOCH] .. '-' .. e[SEQ], 'e', text)", "");
        }
    };

    private final String resource;

    Variant(String resource) {
        this.resource = resource;
    }

    abstract String spoilt(String text);

    private static String replaced(String text, String what, String with) {
        if (!text.contains(what)) {
            throw new IllegalStateException("the service has no such line any more: " + what);
        }
        return text.replace(what, with);
    }

    /** A class path on which the spoilt resource stands first, in a folder made for it. */
    String classPath(Path folder, String service) throws IOException {
        try (InputStream in = Variant.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the service has no " + resource);
            }
            String spoilt = spoilt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            Path file = folder.resolve(name()).resolve(resource);
            Files.createDirectories(file.getParent());
            Files.writeString(file, spoilt);
            return folder.resolve(name()) + File.pathSeparator + service;
        }
    }
}
