package parkgate.load.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyParserTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length:  5\r\n\r\nhello";

    private final ReplyParser parser = new ReplyParser();

    @Test
    void an_answer_is_taken_whole_however_it_is_cut() {
        for (int cut = 1; cut < ANSWER.length(); cut++) {
            ReplyParser fresh = new ReplyParser();
            assertNull(fresh.next(bytes(ANSWER.substring(0, cut))), "cut at " + cut);
            Reply reply = fresh.next(bytes(ANSWER.substring(cut)));
            assertNotNull(reply);
            assertEquals(200, reply.status());
            assertEquals("hello", reply.text());
        }
    }

    @Test
    void one_answer_after_the_other_is_taken() {
        assertNotNull(parser.next(bytes(ANSWER)));
        Reply second = parser.next(bytes("HTTP/1.1 503 no\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n"));
        assertNotNull(second);
        assertEquals(503, second.status());
        assertEquals(0, second.length());
    }

    @Test
    void what_is_no_such_answer_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> parser.next(bytes("HTTP/1.1 200 OK\r\n\r\n")));
        ReplyParser second = new ReplyParser();
        assertThrows(IllegalArgumentException.class, () -> second.next(bytes(ANSWER + "more")));
        ReplyParser third = new ReplyParser();
        assertThrows(
                IllegalArgumentException.class,
                () -> third.next(bytes("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n")));
    }

    @Test
    void a_reply_says_what_stands_in_it() {
        Reply reply = new Reply(200, bytes("{\"decision\":\"GRANTED\"}"));
        assertTrue(reply.says(bytes("\"GRANTED\"")));
        assertFalse(reply.says(bytes("\"DENIED\"")));
        assertFalse(reply.says(bytes("{\"decision\":\"GRANTED\"} and more")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
