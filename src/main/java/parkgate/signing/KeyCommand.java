package parkgate.signing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does to the key file, one command each; the service may run meanwhile.
 *
 * <pre>
 * list
 * add code|paper|status|totp [--signs-from 2027-01-01T00:00:00Z]
 * retire KID
 * compromise KID
 * </pre>
 */
public final class KeyCommand {
    /** How it is used, for who got it wrong. */
    public static final String USAGE =
            "keys list | keys add code|paper|status|totp [--signs-from TIME] | keys retire KID"
                    + " | keys compromise KID, each with --key-file FILE or --data-dir FOLDER where they are not the default";

    private KeyCommand() {}

    /**
     * Does it.
     *
     * @param words without {@code keys}, and without the settings
     * @return the lines to be shown
     * @throws KeyFileException with one line that says why not; the file then is as it was
     */
    public static List<String> run(List<String> words, Path file, SecureRandom random, Instant now)
            throws KeyFileException {
        String verb = words.isEmpty() ? "" : words.get(0);
        KeyFile.@Nullable Change change =
                switch (verb) {
                    case "list" -> {
                        require(words.size() == 1);
                        yield null;
                    }
                    case "add" -> {
                        require(words.size() == 2
                                || (words.size() == 4 && words.get(2).equals("--signs-from")));
                        KeyPurpose purpose = purpose(words.get(1));
                        Instant from = words.size() == 4 ? time(words.get(3)) : null;
                        yield keys -> KeyChanges.added(keys, purpose, from, random, now);
                    }
                    case "retire" -> {
                        require(words.size() == 2);
                        yield keys -> KeyChanges.retired(keys, words.get(1), now);
                    }
                    case "compromise" -> {
                        require(words.size() == 2);
                        yield keys -> KeyChanges.compromised(keys, words.get(1), random, now);
                    }
                    default -> throw new KeyFileException(USAGE);
                };
        if (!Files.exists(file)) {
            throw new KeyFileException("there is no key file " + file + ": the first start of the service makes it");
        }
        return lines(change == null ? KeyFile.read(file) : KeyFile.change(file, now, change), now);
    }

    private static List<String> lines(KeyRing ring, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-8s %-7s %-21s %-21s %s", "KID", "PURPOSE", "PUBLISHED", "SIGNS", "STATE"));
        for (FileKey key : ring.keys()) {
            boolean ever = key.alias().isOfFirstVersion();
            String state = key.state().word();
            if (key.state() != KeyState.LIVE) {
                state += " " + key.alias().since();
            } else if (isSigning(ring, key, now)) {
                state = "signs";
            } else if (key.signsFrom().isAfter(now)) {
                state = "waits";
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%-8s %-7s %-21s %-21s %s",
                    key.kid(),
                    key.purpose().word(),
                    ever ? "-" : key.alias().publishedFrom(),
                    key.signsFrom().equals(Instant.EPOCH) ? "-" : key.signsFrom(),
                    state));
        }
        return lines;
    }

    private static boolean isSigning(KeyRing ring, FileKey key, Instant now) {
        if (key.purpose() == KeyPurpose.PLATE) {
            return true;
        }
        return !key.signsFrom().isAfter(now)
                && ring.keys().stream()
                        .filter(other -> other.purpose() == key.purpose() && other.state() == KeyState.LIVE)
                        .noneMatch(other -> other.signsFrom().isAfter(key.signsFrom())
                                && !other.signsFrom().isAfter(now));
    }

    private static KeyPurpose purpose(String word) throws KeyFileException {
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (purpose.word().equals(word)) {
                return purpose;
            }
        }
        throw new KeyFileException(USAGE);
    }

    private static Instant time(@Nullable String text) throws KeyFileException {
        try {
            return OffsetDateTime.parse(Objects.requireNonNull(text)).toInstant();
        } catch (DateTimeParseException e) {
            throw new KeyFileException("--signs-from is a moment like 2027-01-01T00:00:00Z", e);
        }
    }

    private static void require(boolean fits) throws KeyFileException {
        if (!fits) {
            throw new KeyFileException(USAGE);
        }
    }
}
