package parkgate.http;

import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** The name of one request, in its answer and in the log. */
final class RequestId {
    /** Header that brings it, and takes it back. */
    static final String HEADER = "X-Request-Id";

    private static final int MAX_CHARACTERS = 64;

    /** Tells this process's ids from any other's: 48 random bits. */
    private static final String PROCESS = process();

    private static final AtomicLong COUNT = new AtomicLong();

    private RequestId() {}

    /** The sender's id where it is sane ({@code [A-Za-z0-9._-]{1,64}}), else one of ours. */
    static String of(HttpServerRequest request) {
        String theirs = request.getHeader(HEADER);
        return theirs != null && isSane(theirs) ? theirs : PROCESS + COUNT.incrementAndGet();
    }

    private static boolean isSane(String id) {
        if (id.isEmpty() || id.length() > MAX_CHARACTERS) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static String process() {
        byte[] random = new byte[6];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random) + "-";
    }
}
