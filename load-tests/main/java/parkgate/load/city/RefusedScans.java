package parkgate.load.city;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.load.drive.Shot;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Traffic;
import parkgate.load.wire.Head;
import parkgate.load.wire.Reply;

/** The same code, held to the lanes in turn, by scans that each have an id of their own; all are refused for this reason. */
public final class RefusedScans implements Traffic {
    /** The tally's word for an answer that refuses for the reason. */
    public static final String REFUSED = "refused";

    /** Requests that are made ahead and sent in turn: a repeat of so long ago is nothing that anybody remembers. */
    private static final int REQUESTS = 4_096;

    private final List<Shot> shots = new ArrayList<>();
    private final byte[] saysReason;
    private int next;
    private @Nullable String firstOther;

    /**
     * Scans at the entries of these lots.
     *
     * @param reason as the API has it
     */
    public RefusedScans(List<LoadCity.Lot> lots, String host, String code, String reason, RandomGenerator dice) {
        this.saysReason = ("\"decision\":\"DENIED\",\"reason\":\"" + reason + "\"").getBytes(StandardCharsets.US_ASCII);
        List<Head> entries = lots.stream()
                .map(lot -> new Head("/v1/scans", host, lot.inKey()))
                .toList();
        for (int i = 0; i < REQUESTS; i++) {
            UUID scanId = new UUID((dice.nextLong() & ~0xf000L) | 0x4000L, (dice.nextLong() >>> 2) | (1L << 63));
            shots.add(new Refusal(
                    entries.get(i % entries.size()).with("{\"scanId\":\"" + scanId + "\",\"code\":\"" + code + "\"}")));
        }
    }

    @Override
    public Shot next() {
        next = (next + 1) % shots.size();
        return shots.get(next);
    }

    /** What the first scan that was answered otherwise was told; null where none was. */
    public @Nullable String firstOther() {
        return firstOther;
    }

    private final class Refusal implements Shot {
        private final Buffer request;

        private Refusal(Buffer request) {
            this.request = request;
        }

        @Override
        public Buffer request() {
            return request;
        }

        @Override
        public String answered(Reply reply) {
            if (reply.status() == 200 && reply.says(saysReason)) {
                return REFUSED;
            }
            if (firstOther == null) {
                firstOther = reply.status() + " " + reply.text();
            }
            return reply.status() == Reply.NOTHING ? Tally.NO_ANSWER : "HTTP " + reply.status();
        }
    }
}
