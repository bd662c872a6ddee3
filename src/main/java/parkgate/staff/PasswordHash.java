package parkgate.staff;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What is kept of a password: Argon2id (RFC 9106), in the PHC string format
 * {@code $argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<hash>}, Base64 without padding. The costs stand in it, so they may be
 * raised later; docs/decisions/passwords.md says why these.
 *
 * <p>Takes some 50 ms and 19 MiB: never on an event loop.
 */
final class PasswordHash {
    /**
     * What one look costs.
     *
     * @param kib memory, KiB
     */
    record Cost(int kib, int passes, int lanes) {}

    /** OWASP's second of the equivalent choices, Password Storage Cheat Sheet. */
    static final Cost USUAL = new Cost(19_456, 2, 1);

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern TEXT = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,88})");

    private final Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /** One that no password fits, and that takes as long to look at. */
    static PasswordHash nobodys(Cost cost, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        return new PasswordHash(cost, salt, hash);
    }

    /** Of a password, under a fresh salt. {@code random} must be one that nobody can foresee. */
    static PasswordHash of(String password, Cost cost, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(cost, salt, argon2id(password, cost, salt, HASH_BYTES));
    }

    /** @throws IllegalArgumentException when the text is none that {@link #text} has made */
    static PasswordHash parse(String text) {
        Matcher found = TEXT.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("no hash of a password in the form that is written here");
        }
        Cost cost = new Cost(
                Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)));
        return new PasswordHash(
                cost,
                Base64.getDecoder().decode(found.group(4)),
                Base64.getDecoder().decode(found.group(5)));
    }

    /** Whether a password is the one. Takes as long for a nearly right one as for a wrong one. */
    boolean fits(String password) {
        return MessageDigest.isEqual(hash, argon2id(password, cost, salt, hash.length));
    }

    /** As it is kept. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.kib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + '$'
                + base64.encodeToString(salt) + '$' + base64.encodeToString(hash);
    }

    /** The same characters, however a keyboard composes them (NFKC, as NIST SP 800-63B recommends). */
    private static byte[] argon2id(String password, Cost cost, byte[] salt, int bytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.kib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[bytes];
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    @Override
    public String toString() {
        return "a hash";
    }
}
