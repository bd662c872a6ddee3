package parkgate.staff;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.audit.By;
import parkgate.http.BrowserCookie;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.http.SessionCookie;
import parkgate.postgres.ChangeFeed;
import parkgate.staff.SignInMeters.Answer;

/** {@code POST /v1/staff/sign-in}, {@code GET /v1/staff/me}, {@code POST /v1/staff/sign-out} and {@code /password}. */
final class SignInRoutes {
    private final PgStaff stored;
    private final SignIns signIns;
    private final Hashing hashing;
    private final SessionRing ring;
    private final ChangeFeed feed;
    private final SignInMeters meters;
    private final InstantSource clock;
    private final RandomGenerator random;

    SignInRoutes(
            PgStaff stored,
            SignIns signIns,
            Hashing hashing,
            SessionRing ring,
            ChangeFeed feed,
            SignInMeters meters,
            InstantSource clock,
            RandomGenerator random) {
        this.stored = stored;
        this.signIns = signIns;
        this.hashing = hashing;
        this.ring = ring;
        this.feed = feed;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
    }

    Future<Reply> signIn(Call call) {
        call.requireOwnSite();
        Instant now = now();
        String token = SessionToken.make(random);
        JsonObject body = call.body();
        return signIns.check(said(call, body.getString("name"), body.getString("password")), now)
                .compose(who -> stored.open(who, token, now))
                .map(opened -> {
                    meters.count(opened.isPresent() ? Answer.OK : Answer.WRONG);
                    return signed(call, opened, token);
                });
    }

    Future<Reply> me(Call call) {
        String token = token(call);
        return ring.session(token)
                .map(found ->
                        Reply.of(200, found.orElseThrow(SignInRoutes::over).json(token)));
    }

    Future<Reply> signOut(Call call) {
        String token = token(call);
        return ring.session(token)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : stored.end(found.get().who(), token, now()))
                .compose(x -> changed(call.caller().keyId()))
                .map(x -> Reply.empty(204).keeping(SessionCookie.forget(call.isSecure())));
    }

    Future<Reply> changePassword(Call call) {
        Instant now = now();
        JsonObject body = call.body();
        String next = body.getString("newPassword");
        return stored.get(call.caller().keyId()).compose(found -> {
            Account who = found.orElseThrow(SignInRoutes::over);
            String refusal = refusal(who, body.getString("password"), next);
            if (refusal != null) {
                throw Problem.invalid("/newPassword", refusal);
            }
            String token = SessionToken.make(random);
            return signIns.check(said(call, who.name(), body.getString("password")), now)
                    .compose(same -> hashing.hash(next)
                            .compose(hash -> stored.changePassword(same, hash, token, now, By.of(call))))
                    .compose(session -> changed(who.id()).map(x -> signed(call, session, token)));
        });
    }

    private static @Nullable String refusal(Account who, String present, String next) {
        return next.equals(present) ? "is the present one" : PasswordRules.refusal(who.name(), next);
    }

    private Future<Void> changed(String staffId) {
        ring.forget(Set.of(staffId));
        return feed.applyOwn();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Empty: the account was deleted, or its password changed, since the password was looked at. */
    private Reply signed(Call call, Optional<Session> opened, String token) {
        Session session = opened.orElseThrow(SignIns::wrongSignIn);
        Account who = session.who();
        String mark = BrowserMark.make(who.id(), Objects.requireNonNull(who.passwordHash()), random);
        return Reply.of(200, session.json(token))
                .keeping(SessionCookie.keep(token, Session.LIFE, call.isSecure()))
                .keeping(BrowserCookie.keep(mark, BrowserMark.LIFE, call.isSecure()));
    }

    private static SignIns.Said said(Call call, String name, String password) {
        return new SignIns.Said(name, password, call.client(), call.browserMark());
    }

    private static String token(Call call) {
        String token = call.sessionToken();
        if (token == null) {
            throw over();
        }
        return token;
    }

    private static Problem over() {
        return Problem.unauthorized("This session is over.");
    }
}
