package parkgate.signing;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.code.Hkdf;

/** What may become of the keys in a key file. Moments are whole seconds. */
final class KeyChanges {
    /** A key is public so long before it signs: whoever keeps a copy of the public keys has it by then. */
    static final Duration PUBLISHED_AHEAD = Duration.ofDays(7);

    /** How far before its first moment a code may begin; a new TOTP epoch that must act at once begins before that. */
    private static final Duration EPOCH_BACK = Duration.ofMinutes(10);

    /** Aliases have eleven digits for a moment, until 5138; what lies beyond would not be read back. */
    private static final Duration FARTHEST = Duration.ofDays(36_525);

    private static final byte[] PAPER = "parkgate paper key v1".getBytes(StandardCharsets.US_ASCII);

    private KeyChanges() {}

    /** The keys of a new file; they sign at once, since nobody has a copy of older ones. */
    static List<FileKey> firstKeys(SecureRandom random, Instant moment) {
        Instant now = whole(moment);
        List<FileKey> keys = new ArrayList<>();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            // Plates and the first TOTP epoch have no calendar.
            boolean ever = purpose == KeyPurpose.PLATE || purpose == KeyPurpose.TOTP;
            keys.add(FileKey.fresh(purpose, secret(random), ever ? Instant.EPOCH : now, ever ? Instant.EPOCH : now));
        }
        return keys;
    }

    /** True of a file from before paper had keys of its own. */
    static boolean lacksPaper(List<FileKey> keys) {
        return keys.stream().noneMatch(key -> key.purpose() == KeyPurpose.PAPER) && firstCodeKey(keys) != null;
    }

    /**
     * Gives paper a key. It follows from the code key, so that copies of one file that are upgraded apart stay the same;
     * until its time has come the code key signs paper too, and what it has signed stays good.
     */
    static List<FileKey> withPaper(List<FileKey> keys, Instant moment) {
        FileKey code = firstCodeKey(keys);
        if (code == null || !lacksPaper(keys)) {
            return keys;
        }
        Instant now = whole(moment);
        return with(keys, FileKey.fresh(KeyPurpose.PAPER, paperSecret(code), now, now.plus(PUBLISHED_AHEAD)));
    }

    /**
     * Adds a key.
     *
     * @param signsFrom null: {@link #PUBLISHED_AHEAD} from now; of a TOTP master: the first second of its epoch
     * @throws KeyFileException for a purpose that has one key for ever, or a time that lies back or a century ahead
     */
    static List<FileKey> added(
            List<FileKey> keys, KeyPurpose purpose, @Nullable Instant signsFrom, SecureRandom random, Instant moment)
            throws KeyFileException {
        Instant now = whole(moment);
        Instant from = signsFrom == null ? now.plus(PUBLISHED_AHEAD) : whole(signsFrom);
        if (purpose == KeyPurpose.PLATE) {
            throw new KeyFileException("there is one plate key, for ever: what it has hashed could not be found again");
        }
        if (from.isBefore(now)) {
            throw new KeyFileException("a key cannot sign from a moment that lies back");
        }
        if (from.isAfter(now.plus(FARTHEST))) {
            throw new KeyFileException("a key cannot sign from a moment more than 100 years ahead");
        }
        if (purpose == KeyPurpose.TOTP
                && keys.stream()
                        .anyMatch(key ->
                                key.purpose() == purpose && !key.signsFrom().isBefore(from))) {
            throw new KeyFileException("a TOTP epoch begins after all others");
        }
        return with(keys, FileKey.fresh(purpose, secret(random), now, from));
    }

    /**
     * Retires a key: it signs nothing more, and goes by itself once the last code under it has expired.
     *
     * @throws KeyFileException when there is no such live key, or nothing signs in its place yet
     */
    static List<FileKey> retired(List<FileKey> keys, String kid, Instant moment) throws KeyFileException {
        Instant now = whole(moment);
        FileKey old = named(keys, kid);
        if (old.state() != KeyState.LIVE) {
            throw new KeyFileException("key " + kid + " is " + old.state().word() + " already");
        }
        if (old.purpose() == KeyPurpose.PLATE) {
            throw new KeyFileException("there is one plate key, for ever");
        }
        if (!isFollowed(keys, old, now)) {
            throw new KeyFileException("key " + kid + " still signs: nothing does in its place until a newer "
                    + old.purpose().word() + " key's time has come (keys add)");
        }
        return replaced(keys, old, old.in(KeyState.RETIRED, now));
    }

    /**
     * Marks a key as known to others: it verifies nothing from now on, and its secret is gone from the file. Where it was the
     * one that signs, another signs at once: one that was published already, else a new one.
     *
     * @throws KeyFileException when there is no such key, or it is marked already
     */
    static List<FileKey> compromised(List<FileKey> keys, String kid, SecureRandom random, Instant moment)
            throws KeyFileException {
        Instant now = whole(moment);
        FileKey lost = named(keys, kid);
        if (lost.state() == KeyState.COMPROMISED) {
            throw new KeyFileException("key " + kid + " is compromised already");
        }
        if (lost.purpose() == KeyPurpose.PLATE) {
            throw new KeyFileException("the plate key signs nothing: it has no successor and stays");
        }
        List<FileKey> left = replaced(keys, lost, lost.in(KeyState.COMPROMISED, now));
        if (lost.alias().isOfFirstVersion() && lost.purpose() == KeyPurpose.CODE) {
            // Whoever has the old code key can derive the paper key that followed from it.
            FileKey derived = FileKey.fresh(KeyPurpose.PAPER, paperSecret(lost), now, now);
            for (FileKey key : List.copyOf(left)) {
                if (key.state() != KeyState.COMPROMISED && key.kid().equals(derived.kid())) {
                    left = replaced(left, key, key.in(KeyState.COMPROMISED, now));
                }
            }
            left = signingNow(left, KeyPurpose.PAPER, random, now);
        }
        return signingNow(left, lost.purpose(), random, now);
    }

    private static List<FileKey> signingNow(List<FileKey> keys, KeyPurpose purpose, SecureRandom random, Instant now) {
        if (purpose == KeyPurpose.TOTP) {
            return epochNow(keys, random, now);
        }
        List<FileKey> live = keys.stream()
                .filter(key -> key.purpose() == purpose && key.state() == KeyState.LIVE)
                .toList();
        if (live.stream().anyMatch(key -> !key.signsFrom().isAfter(now))) {
            return keys;
        }
        Optional<FileKey> next = live.stream().min(Comparator.comparing(FileKey::signsFrom));
        return next.map(waiting -> replaced(keys, waiting, waiting.signingFrom(now)))
                .orElseGet(() -> with(keys, FileKey.fresh(purpose, secret(random), now, now)));
    }

    /** A new epoch, begun, when the present one is lost. */
    private static List<FileKey> epochNow(List<FileKey> keys, SecureRandom random, Instant now) {
        FileKey present = null;
        for (FileKey key : keys) {
            if (key.purpose() == KeyPurpose.TOTP
                    && !key.signsFrom().isAfter(now)
                    && (present == null || key.signsFrom().isAfter(present.signsFrom()))) {
                present = key;
            }
        }
        if (present != null && present.state() == KeyState.LIVE) {
            return keys;
        }
        Instant from = now.minus(EPOCH_BACK);
        if (present != null && !present.signsFrom().isBefore(from)) {
            from = present.signsFrom().plusSeconds(1);
        }
        return with(keys, FileKey.fresh(KeyPurpose.TOTP, secret(random), now, from));
    }

    /** True when something else signs what this key would sign now. */
    private static boolean isFollowed(List<FileKey> keys, FileKey old, Instant now) {
        Stream<FileKey> begun = keys.stream()
                .filter(key -> key != old && key.state() == KeyState.LIVE)
                .filter(key -> !key.signsFrom().isAfter(now) && !key.signsFrom().isBefore(old.signsFrom()));
        Set<KeyPurpose> purposes = begun.map(FileKey::purpose).collect(Collectors.toSet());
        boolean paperToo = old.classes().contains(CodeClass.S) && old.purpose() == KeyPurpose.CODE;
        return purposes.contains(old.purpose()) && (!paperToo || purposes.contains(KeyPurpose.PAPER));
    }

    private static FileKey named(List<FileKey> keys, String kid) throws KeyFileException {
        return keys.stream()
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> new KeyFileException("the key file has no key " + kid));
    }

    private static @Nullable FileKey firstCodeKey(List<FileKey> keys) {
        return keys.stream()
                .filter(key -> key.purpose() == KeyPurpose.CODE
                        && key.alias().isOfFirstVersion()
                        && key.state() == KeyState.LIVE)
                .findFirst()
                .orElse(null);
    }

    private static byte[] paperSecret(FileKey code) {
        return Hkdf.sha256(code.secret(), new byte[0], PAPER, KeyRing.SECRET_BYTES);
    }

    private static byte[] secret(SecureRandom random) {
        byte[] secret = new byte[KeyRing.SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    private static List<FileKey> with(List<FileKey> keys, FileKey more) {
        List<FileKey> all = new ArrayList<>(keys);
        all.add(more);
        return all;
    }

    private static List<FileKey> replaced(List<FileKey> keys, FileKey old, FileKey by) {
        return keys.stream().map(key -> key == old ? by : key).toList();
    }

    private static Instant whole(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
