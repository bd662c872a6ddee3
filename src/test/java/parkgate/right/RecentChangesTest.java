package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import parkgate.core.CredentialId;

class RecentChangesTest {
    private static final int MOST = 5;

    @Property
    void no_copy_from_before_a_credentials_last_change_is_trusted(
            @ForAll @Size(max = 60) List<@IntRange(max = 15) Integer> changed) {
        RecentChanges recent = new RecentChanges(MOST);
        Map<Integer, Long> last = new HashMap<>();
        long version = 0;
        for (int who : changed) {
            recent.changed(id(who).text(), ++version);
            last.put(who, version);
            last.forEach((each, at) -> assertTrue(recent.minVersion(id(each)) >= at));
        }
    }

    @Example
    void the_newest_are_known_to_the_version_and_the_rest_by_the_floor() {
        RecentChanges recent = new RecentChanges(MOST);
        for (int who = 0; who < 8; who++) {
            recent.changed(id(who).text(), 10 + who);
        }
        assertEquals(17, recent.minVersion(id(7)));
        assertEquals(13, recent.minVersion(id(3)));
        assertEquals(12, recent.minVersion(id(2)), "dropped: the floor");
        assertEquals(12, recent.minVersion(id(0)));
        assertEquals(12, recent.minVersion(id(15)), "never seen: the floor");
    }

    private static CredentialId id(int who) {
        return new CredentialId("%016d".formatted(who));
    }
}
