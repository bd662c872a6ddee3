package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Port: requests to the service with the lane's key. */
public interface Line {
    /**
     * One request, one answer, whatever its status.
     *
     * @param headers beside the key
     * @param within connecting, sending and the whole answer
     * @throws IOException when there is no answer within that time
     */
    LineReply call(String method, String path, @Nullable JsonNode body, Map<String, String> headers, Duration within)
            throws IOException;

    /**
     * Opens a stream of lines, which ends when {@code into} gets {@link #END}.
     *
     * @param into bounded: the service waits while it is full
     * @throws IOException when it does not begin with 200 within the time
     */
    Closing stream(String path, BlockingQueue<String> into, Duration within) throws IOException;

    /** Not a line: the stream is over. */
    String END = "\n";

    /** Ends a stream. */
    interface Closing extends AutoCloseable {
        @Override
        void close();
    }
}
