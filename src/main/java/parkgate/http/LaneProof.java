package parkgate.http;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What a lane must show beside its key. */
public interface LaneProof {
    /** Why a request with a key of this lane is refused; null: it is not. In the turn of the request. */
    @Nullable
    Problem refusal(HttpServerRequest request, String laneId);
}
