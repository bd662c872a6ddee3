package parkgate.gatesim.lane.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import parkgate.core.code.Kid;
import parkgate.gatesim.lane.journal.PackStore;
import parkgate.gatesim.lane.offline.PackRefused;

/** Fetches the offline pack, and once, before the first, the keys that may sign it. */
public final class PackFetcher {
    private static final Duration WITHIN = Duration.ofSeconds(15);

    private final Line line;
    private final PackStore store;
    private final Consumer<String> news;

    /**
     * Fetches into a store.
     *
     * @param news gets a line for each pack that was taken or refused
     */
    public PackFetcher(Line line, PackStore store, Consumer<String> news) {
        this.line = line;
        this.store = store;
        this.news = news;
    }

    /**
     * Asks for a newer pack than the one held.
     *
     * @return false where there was no answer that says so or brings it
     */
    public boolean refresh() {
        try {
            if (!store.trustsAnyKey()) {
                pin();
            }
            Map<String, String> headers = store.etag().isEmpty() ? Map.of() : Map.of("If-None-Match", store.etag());
            LineReply reply = line.call("GET", "/v1/lane/offline-pack", null, headers, WITHIN);
            if (reply.status() == 304) {
                return true;
            } else if (reply.status() != 200) {
                news.accept("no offline pack: " + reply.trouble());
                return false;
            }
            if (store.accept(reply.body(), reply.etag())) {
                news.accept("holds " + store.held());
            }
            return true;
        } catch (PackRefused e) {
            news.accept(String.valueOf(e.getMessage()));
            return false;
        } catch (IOException e) {
            news.accept("no offline pack: " + e.getMessage());
            return false;
        }
    }

    private void pin() throws IOException {
        LineReply reply = line.call("GET", "/v1/keys", null, Map.of(), WITHIN);
        Map<Kid, byte[]> keys = new HashMap<>();
        for (JsonNode key : reply.json().path("keys")) {
            if (key.path("purpose").asText().equals("status")) {
                keys.put(
                        Kid.ofHex(key.path("kid").asText()),
                        Base64.getUrlDecoder().decode(key.path("x").asText()));
            }
        }
        store.pin(keys);
        news.accept("pinned the keys that sign packs: " + keys.keySet());
    }
}
