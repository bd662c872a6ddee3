package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StreamBoundTest {
    @Test
    void one_key_takes_a_quarter_and_all_of_them_together_no_more_than_there_are() {
        StreamBound bound = new StreamBound(8);
        for (String key : new String[] {"a", "b", "c", "d"}) {
            assertTrue(bound.enter(key), key);
            assertTrue(bound.enter(key), key);
            assertFalse(bound.enter(key), key);
        }
        assertFalse(bound.enter("e"));
        assertEquals(8, bound.open());
        bound.leave("a");
        assertTrue(bound.enter("e"));
        assertFalse(bound.enter("a"), "all are taken");
        bound.leave("e");
        assertTrue(bound.enter("a"));
    }
}
