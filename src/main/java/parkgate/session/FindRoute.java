package parkgate.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.code.CodeText;
import parkgate.http.Call;
import parkgate.http.Caller;
import parkgate.http.KeyKind;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Scope;

/**
 * {@code POST /v1/find}: the stays and scans of whoever stands at the barrier. Codes and plates travel in the body, which no log
 * has.
 */
final class FindRoute {
    private static final int USUAL = 20;

    private final PgFind found;
    private final PgScans scans;
    private final LotsInReach reach;
    private final Scope scope;
    private final InstantSource clock;

    FindRoute(PgFind found, PgScans scans, LotsInReach reach, Scope scope, InstantSource clock) {
        this.found = found;
        this.scans = scans;
        this.reach = reach;
        this.scope = scope;
        this.clock = clock;
    }

    Future<Reply> find(Call call) {
        JsonObject body = call.body();
        if (Stream.of("code", "visualNumber", "plate", "laneId", "id")
                        .filter(body::containsKey)
                        .count()
                > 1) {
            throw Problem.invalid("/code", "one of code, visualNumber, plate, laneId and id at most");
        }
        int limit = body.getInteger("limit", USUAL);
        PgFind.Within within =
                new PgFind.Within(reach.of(call.caller(), body.getString("placeId")), Stretch.of(body), limit + 1);
        return look(call, body, within).map(all -> Reply.of(200, all.json(limit)));
    }

    private Future<Found> look(Call call, JsonObject body, PgFind.Within within) {
        String plate = body.getString("plate");
        if (plate != null) {
            return byPlate(call, plate, within);
        }
        String id = body.getString("id");
        if (id != null) {
            return byId(UUID.fromString(id), within);
        }
        CredentialId credential = credential(body);
        return credential != null
                ? byCredential(credential, call.caller(), within)
                : byTime(body.getString("laneId"), within);
    }

    private static @Nullable CredentialId credential(JsonObject body) {
        for (String field : List.of("code", "visualNumber")) {
            String text = body.getString(field);
            if (text != null) {
                CredentialId named = CodeText.credentialOf(text);
                if (named == null) {
                    throw Problem.invalid("/" + field, "is neither a code nor a visual number");
                }
                return named;
            }
        }
        return null;
    }

    private Future<Found> byCredential(CredentialId credential, Caller caller, PgFind.Within within) {
        String[] places =
                caller.kind() == KeyKind.ADMIN ? null : scope.placesOf(caller).toArray(String[]::new);
        return found.chain(credential, places).compose(chain -> found.sessions(within, chain.credentials())
                .compose(sessions -> found.scans(within, chain.credentials())
                        .map(scanned -> new Found(chain.asked(), sessions, scanned))));
    }

    /** Refusals have no plate: those of the credentials that came under it are looked for. */
    private Future<Found> byPlate(Call call, String plate, PgFind.Within within) {
        return found.sessionsUnder(within, plate, call.caller(), call.body().getString("placeId"), clock.instant())
                .compose(sessions -> {
                    List<String> credentials = sessions.stream()
                            .map(Session::credentialId)
                            .filter(Objects::nonNull)
                            .map(String::valueOf)
                            .distinct()
                            .toList();
                    return (credentials.isEmpty()
                                    ? Future.succeededFuture(List.<ScanRecord>of())
                                    : found.scans(within, credentials))
                            .map(scanned -> new Found(null, sessions, scanned));
                });
    }

    /** What a driver reads out from a page: the number of a stay or of a decision; with a grant comes its stay. */
    private Future<Found> byId(UUID id, PgFind.Within within) {
        return found.scan(within.lots(), id).compose(scanned -> {
            List<UUID> sessions = scanned.isEmpty() ? List.of(id) : sessionsOf(scanned);
            return found.sessions(sessions).map(stays -> new Found(null, reached(stays, within), scanned));
        });
    }

    private static List<Session> reached(List<Session> sessions, PgFind.Within within) {
        return sessions.stream()
                .filter(session -> within.lots().contains(session.lotId()))
                .toList();
    }

    private static List<UUID> sessionsOf(List<ScanRecord> scanned) {
        return scanned.stream()
                .map(ScanRecord::sessionId)
                .filter(Objects::nonNull)
                .map(UUID.class::cast)
                .distinct()
                .toList();
    }

    private Future<Found> byTime(@Nullable String laneId, PgFind.Within within) {
        PgScans.Query query = new PgScans.Query(
                within.lots(), laneId, null, true, true, null, within.time(), After.NOTHING, within.rows());
        return scans.list(query)
                .compose(scanned -> found.sessions(sessionsOf(scanned)).map(stays -> new Found(null, stays, scanned)));
    }
}
