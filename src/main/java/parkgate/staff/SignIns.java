package parkgate.staff;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.http.Problem;
import parkgate.staff.SignInMeters.Answer;

/**
 * Looks whether a password is the one of a name.
 *
 * <pre>
 * browser   its person has signed in there before: it counts alone, and neither address nor name do
 * address   has sent too many wrong ones             429
 * name      is locked; else the try is counted       429
 * password  looked at, a made-up hash for a name that nobody has, so that the time tells nothing   401
 * </pre>
 */
final class SignIns {
    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final PgStaff stored;
    private final Hashing hashing;
    private final WrongPasswords wrong;
    private final SignInMeters meters;

    SignIns(PgStaff stored, Hashing hashing, WrongPasswords wrong, SignInMeters meters) {
        this.stored = stored;
        this.hashing = hashing;
        this.wrong = wrong;
        this.meters = meters;
    }

    /**
     * Who says what, and from where.
     *
     * @param mark of a browser, {@link BrowserMark}; whatever was sent, or empty
     */
    record Said(String name, String password, String address, String mark) {}

    /** Whose name and password they are. Fails with a {@link Problem} where they are nobody's. */
    Future<Account> check(Said said, Instant now) {
        return said.mark().isEmpty()
                ? strangers(said, now)
                : stored.byName(said.name())
                        .compose(found -> found.filter(who -> BrowserMark.fits(said.mark(), who))
                                        .isPresent()
                                ? counted(said, said.mark(), now)
                                : strangers(said, now));
    }

    private Future<Account> strangers(Said said, Instant now) {
        Duration wait = wrong.wait(said.address());
        if (!wait.isZero()) {
            meters.count(Answer.ADDRESS_LOCKED);
            return Future.failedFuture(locked(wait));
        }
        return counted(said, Account.key(said.name()), now);
    }

    /** @param tries under what it is counted */
    private Future<Account> counted(Said said, String tries, Instant now) {
        return stored.count(tries, now).compose(counted -> {
            if (!counted.in()) {
                meters.count(Answer.NAME_LOCKED);
                return Future.failedFuture(locked(counted.waits()));
            }
            return stored.forget(now).compose(x -> look(said, now, counted)).compose(who -> stored.forgive(tries)
                    .map(who));
        });
    }

    private Future<Account> look(Said said, Instant now, PgStaff.Try counted) {
        return stored.byName(said.name()).compose(found -> hashing.fits(
                        said.password(), found.map(Account::passwordHash).orElse(null))
                .compose(fits -> {
                    Optional<Account> who = fits ? found.filter(account -> stillGood(account, now)) : Optional.empty();
                    if (who.isPresent()) {
                        return Future.succeededFuture(who.get());
                    }
                    refused(said.address(), counted, found);
                    return Future.failedFuture(wrongSignIn());
                }));
    }

    private static boolean stillGood(Account account, Instant now) {
        Instant until = account.firstUntil();
        return until == null || now.isBefore(until);
    }

    private void refused(String address, PgStaff.Try counted, Optional<Account> found) {
        wrong.count(address);
        meters.count(Answer.WRONG);
        if (!counted.waits().isZero()) {
            LOG.atWarn()
                    .addKeyValue("staffId", found.map(Account::id).orElse("-"))
                    .addKeyValue("seconds", counted.waits().toSeconds())
                    .log("too many wrong passwords: a name is locked");
        }
    }

    static Problem wrongSignIn() {
        return Problem.of(401, "wrong-sign-in", "The name or the password is wrong")
                .header("WWW-Authenticate", "Bearer realm=\"parkgate\"");
    }

    private static Problem locked(Duration wait) {
        return Problem.of(429, "sign-in-locked", "Too many wrong passwords")
                .detail("Nothing was looked at. Who has forgotten the password asks for a new first one.")
                .header("Retry-After", Long.toString(Math.max(1, wait.toSeconds() + 1)));
    }
}
