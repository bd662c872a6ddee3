package parkgate.load.drive;

import io.vertx.core.buffer.Buffer;
import parkgate.load.wire.Reply;

/** One request of the load, and what is expected of its answer. */
public interface Shot {
    Buffer request();

    /** Looks at the answer, once, and says in a word what it was; {@link Tally} counts the words. */
    String answered(Reply reply);
}
