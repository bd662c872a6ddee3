package parkgate.signing;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a key's alias in the key file says; {@code keytool -list} shows it.
 *
 * <pre>
 * code.866eefbd.1795305600.1795910400                        published from, signs from (unix seconds)
 * code.866eefbd.1795305600.1795910400.retired.1803772800     and since when
 * code  status  plate  totp  totp-1800000000                 as the first version wrote them: from ever; totp from its second
 * </pre>
 *
 * @param kid 8 hexadecimal digits; empty where the alias does not say it
 * @param signsFrom of a TOTP master: the first second of its epoch
 * @param since when it got into its state; of a live one, when it was published
 */
record KeyAlias(
        KeyPurpose purpose, String kid, Instant publishedFrom, Instant signsFrom, KeyState state, Instant since) {
    private static final Pattern FORM = Pattern.compile(
            "(code|paper|status|plate|totp)\\.([0-9a-f]{8})\\.([0-9]{1,11})\\.([0-9]{1,11})(?:\\.(retired|compromised)\\.([0-9]{1,11}))?");

    /** Of a live key; its name follows from the key. */
    static KeyAlias live(KeyPurpose purpose, Instant publishedFrom, Instant signsFrom) {
        return new KeyAlias(purpose, "", publishedFrom, signsFrom, KeyState.LIVE, publishedFrom);
    }

    /** Null when it is none of Parkgate's. */
    static @Nullable KeyAlias read(String alias) {
        Long epoch = TotpMasters.startOf(alias);
        if (epoch != null) {
            return live(KeyPurpose.TOTP, Instant.EPOCH, Instant.ofEpochSecond(epoch));
        }
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (alias.equals(purpose.word())) {
                return live(purpose, Instant.EPOCH, Instant.EPOCH);
            }
        }
        Matcher parts = FORM.matcher(alias);
        if (!parts.matches()) {
            return null;
        }
        KeyPurpose purpose = KeyPurpose.valueOf(upper(parts.group(1)));
        Instant publishedFrom = seconds(parts.group(3));
        boolean live = parts.group(5) == null;
        return new KeyAlias(
                purpose,
                parts.group(2),
                publishedFrom,
                seconds(parts.group(4)),
                live ? KeyState.LIVE : KeyState.valueOf(upper(parts.group(5))),
                live ? publishedFrom : seconds(parts.group(6)));
    }

    /** The alias as it stands in the file. */
    String text() {
        if (isOfFirstVersion() && state == KeyState.LIVE) {
            return row();
        }
        String calendar =
                purpose.word() + '.' + kid + '.' + publishedFrom.getEpochSecond() + '.' + signsFrom.getEpochSecond();
        return state == KeyState.LIVE ? calendar : calendar + '.' + state.word() + '.' + since.getEpochSecond();
    }

    /** Under what PostgreSQL keeps its fingerprint: the purpose, of a TOTP master with its epoch. */
    String row() {
        return purpose == KeyPurpose.TOTP ? TotpMasters.alias(signsFrom.getEpochSecond()) : purpose.word();
    }

    /** True when it was made before keys had a calendar. */
    boolean isOfFirstVersion() {
        return publishedFrom.equals(Instant.EPOCH);
    }

    KeyAlias named(String name) {
        return new KeyAlias(purpose, name, publishedFrom, signsFrom, state, since);
    }

    KeyAlias in(KeyState next, Instant moment) {
        return new KeyAlias(purpose, kid, publishedFrom, signsFrom, next, moment);
    }

    KeyAlias signingFrom(Instant moment) {
        return new KeyAlias(purpose, kid, publishedFrom, moment, state, since);
    }

    private static Instant seconds(String digits) {
        return Instant.ofEpochSecond(Long.parseLong(digits));
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
