package parkgate.load.city;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;
import parkgate.load.drive.Shot;
import parkgate.load.drive.Tally;
import parkgate.load.drive.Traffic;
import parkgate.load.wire.Head;
import parkgate.load.wire.Reply;

/** The same request again and again, of a scan's size: what the baselines are asked. */
public final class Constant implements Traffic {
    /** What an answer with status 200 counts as. */
    public static final String ANSWERED = "200";

    private final Shot shot;
    private @Nullable String firstOther;

    /**
     * Requests of a path.
     *
     * @param key as long as a lane's
     * @param body as long as a scan's
     */
    public Constant(String path, String host, String key, String body) {
        Buffer request = new Head(path, host, key).with(body);
        this.shot = new Shot() {
            @Override
            public Buffer request() {
                return request;
            }

            @Override
            public String answered(Reply reply) {
                if (reply.status() != 200 && firstOther == null) {
                    firstOther = reply.status() + " " + reply.text();
                }
                return switch (reply.status()) {
                    case 200 -> ANSWERED;
                    case Reply.NOTHING -> Tally.NO_ANSWER;
                    default -> "HTTP " + reply.status();
                };
            }
        };
    }

    /** What the first request that was not answered 200 was told; null where none was. */
    public @Nullable String firstOther() {
        return firstOther;
    }

    @Override
    public Shot next() {
        return shot;
    }
}
