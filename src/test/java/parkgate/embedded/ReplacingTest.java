package parkgate.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacingTest {
    private static final int STEPS = 7;

    @TempDir
    Path temp;

    private Path folder(String name) throws IOException {
        Path root = Files.createDirectories(temp.resolve(name));
        Files.createDirectories(root.resolve("postgres"));
        Files.writeString(root.resolve("postgres/data"), "old");
        Files.createDirectories(root.resolve("redis"));
        Files.writeString(root.resolve("redis/data"), "old");
        Files.writeString(root.resolve("p.password"), "old");
        Path prepared = Files.createDirectories(root.resolve(".restore-1"));
        Files.createDirectories(prepared.resolve("postgres"));
        Files.writeString(prepared.resolve("postgres/data"), "new");
        Files.writeString(prepared.resolve("p.password"), "new");
        Files.writeString(prepared.resolve("keys.p12"), "new");
        return root;
    }

    private static void plan(Path root) throws IOException {
        Files.writeString(
                root.resolve("restore.plan"),
                ".restore-1\nbefore-restore-1\nreplace postgres " + root.resolve("postgres") + "\nreplace p.password "
                        + root.resolve("p.password") + "\nreplace keys.p12 " + root.resolve("keys.p12")
                        + "\nremove redis");
    }

    private static void assertNew(Path root) throws IOException {
        assertEquals("new", Files.readString(root.resolve("postgres/data")));
        assertEquals("new", Files.readString(root.resolve("p.password")));
        assertEquals("new", Files.readString(root.resolve("keys.p12")));
        assertFalse(Files.exists(root.resolve("redis")));
        assertFalse(Files.exists(root.resolve(".restore-1")));
        assertFalse(Files.exists(root.resolve("restore.plan")));
        Path aside = root.resolve("before-restore-1");
        assertEquals("old", Files.readString(aside.resolve("postgres/data")));
        assertEquals("old", Files.readString(aside.resolve("redis/data")));
        assertEquals("old", Files.readString(aside.resolve("p.password")));
    }

    @Test
    void a_crash_after_any_step_is_finished_at_the_next_opening() throws IOException {
        for (int stopAt = 0; stopAt <= STEPS; stopAt++) {
            Path root = folder("crash-" + stopAt);
            plan(root);
            AtomicInteger left = new AtomicInteger(stopAt);
            int steps = stopAt;
            try {
                Replacing.finish(root, (from, to) -> {
                    if (left.getAndDecrement() == 0) {
                        throw new IOException("crash");
                    }
                    Files.move(from, to);
                });
                assertTrue(steps >= 6, "six things are moved");
            } catch (IOException crash) {
                assertTrue(Files.exists(root.resolve("restore.plan")));
            }
            Replacing.finish(root);
            assertNew(root);
            Replacing.finish(root);
            assertNew(root);
        }
    }

    @Test
    void what_was_prepared_without_a_plan_is_taken_away_and_nothing_else() throws IOException {
        Path root = folder("unplanned");
        Replacing.finish(root);
        assertFalse(Files.exists(root.resolve(".restore-1")));
        assertEquals("old", Files.readString(root.resolve("postgres/data")));
        assertEquals("old", Files.readString(root.resolve("redis/data")));
        assertFalse(Files.exists(root.resolve("keys.p12")));
    }
}
