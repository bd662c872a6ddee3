package parkgate.page;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.Rfc3339;
import parkgate.page.PgVisitors.Wish;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.PgFailure;

/**
 * A driver gives a visitor a code, and takes it back; the phone signs for both.
 *
 * <pre>
 * POST /v1/devices/visitors                      201 with a claim link; the same again 200, with a new link until it is used
 * POST /v1/devices/visitors/{visitorId}/end      200, also when it ended before
 * </pre>
 */
public final class VisitorRoute {
    /** So long a visitor's right lasts at most. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final String GIVE = "QP1-VISITOR";
    private static final String TAKE_BACK = "QP1-TAKE-BACK";

    private final PhoneProof proof;
    private final PgVisitors visitors;
    private final VisitorCodes codes;
    private final ChangeFeed feed;
    private final Supplier<String> publicUrl;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * The routes.
     *
     * @param publicUrl where phones find this service, without a slash at its end; asked when somebody calls
     * @param ids fresh ones, that nobody can guess
     */
    public VisitorRoute(
            PhoneProof proof,
            PgVisitors visitors,
            VisitorCodes codes,
            ChangeFeed feed,
            Supplier<String> publicUrl,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.proof = proof;
        this.visitors = visitors;
        this.codes = codes;
        this.feed = feed;
        this.publicUrl = publicUrl;
        this.clock = clock;
        this.ids = ids;
    }

    /** Answers these operations. */
    public void register(Api api) {
        api.on("giveVisitor", Access.ANYONE, this::give).on("endVisitor", Access.ANYONE, this::end);
    }

    /** What a giver's page shows: those that are not over. */
    public Future<JsonArray> of(String giverRoot) {
        return visitors.list(giverRoot, clock.instant())
                .map(all -> new JsonArray(all.stream().map(Visitor::json).toList()));
    }

    private Future<Reply> give(Call call) {
        JsonObject body = call.body();
        String id = body.getString("visitorId");
        String placeId = body.getString("placeId");
        String until = body.getString("validUntil");
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end = end(until, now);
        return proof.signer(body, GIVE, id + placeId + until).compose(phone -> {
            if (!phone.status().equals("ACTIVE") || !phone.expiresAt().isAfter(now)) {
                throw PgVisitors.noRight();
            }
            Wish wish = new Wish(UUID.fromString(id), phone.rootId(), placeId, now, end);
            return visitors.get(wish.id()).compose(found -> found.isPresent() ? again(wish, found.get()) : fresh(wish));
        });
    }

    private static Instant end(String until, Instant now) {
        Instant end = Rfc3339.moment(until)
                .orElseThrow(() -> Problem.invalid("/validUntil", "is no moment of the years 0 to 9999"))
                .truncatedTo(ChronoUnit.SECONDS);
        if (!end.isAfter(now) || end.isAfter(now.plus(LONGEST))) {
            throw Problem.invalid("/validUntil", "must lie ahead, at most " + LONGEST.toHours() + " hours");
        }
        return end;
    }

    private Future<Reply> fresh(Wish wish) {
        // First the credential, whose link nobody has yet: what is not given then is revoked, or over within a day.
        return visitors.may(wish)
                .compose(allowed -> codes.make(
                        allowed.issuerPlaceId(),
                        allowed.issuerOperatorId(),
                        "visitor-of-" + wish.giverRoot(),
                        wish.until()))
                .compose(made -> visitors.give(wish, made.credentialId(), ids.get())
                        .compose(given -> feed.applyOwn().map(shown(201, given, made.claimToken())))
                        .recover(failure -> codes.drop(made.credentialId()).compose(x -> instead(wish, failure))));
    }

    /** What was sent twice at once is one. */
    private Future<Reply> instead(Wish wish, Throwable failure) {
        return PgFailure.breaks(failure, "visitor_pkey")
                ? visitors.get(wish.id()).compose(found -> again(wish, found.orElseThrow()))
                : Future.failedFuture(failure);
    }

    private Future<Reply> again(Wish wish, Visitor found) {
        if (!found.giverRoot().equals(wish.giverRoot())
                || !found.placeId().equals(wish.placeId())
                || !found.until().equals(wish.until())
                || found.ended()) {
            throw Problem.conflict("visitor-exists", "Another code was given under this id")
                    .detail("Or it was taken back. Give a new one under a new id.");
        }
        return codes.linkAnew(found.credentialId()).map(token -> shown(200, found, token.orElse(null)));
    }

    private Future<Reply> end(Call call) {
        String id = call.path("visitorId");
        return proof.signer(call.body(), TAKE_BACK, id)
                .compose(phone -> visitors.get(UUID.fromString(id))
                        .map(found -> own(found, phone))
                        .compose(own -> visitors.end(own.id()).compose(x -> feed.applyOwn())))
                .compose(x -> visitors.get(UUID.fromString(id)))
                .map(ended -> Reply.of(200, ended.orElseThrow().json()).with("Cache-Control", "no-store"));
    }

    /** A phone whose code was moved to another has nothing to say here any more: it may be in a thief's hand. */
    private static Visitor own(Optional<Visitor> found, PgPhones.Phone phone) {
        return found.filter(visitor -> visitor.giverRoot().equals(phone.rootId())
                        && !phone.status().equals("REPLACED"))
                .orElseThrow(() -> Problem.notFound("This phone has given no such code."));
    }

    private Reply shown(int status, Visitor given, @Nullable String claimToken) {
        JsonObject json =
                given.json().put("claimUrl", claimToken == null ? null : publicUrl.get() + "/claim#" + claimToken);
        return Reply.of(status, json).with("Cache-Control", "no-store");
    }
}
