package parkgate.load.seed;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.CodeWriter;
import parkgate.core.code.DeviceKey;
import parkgate.core.code.TotpKey;
import parkgate.load.city.Code;
import parkgate.load.city.Phone;
import parkgate.signing.KeyRing;

/** Credentials of one class, all issued at one moment, and claimed where the class has phones. */
final class Drivers {
    /** Phones are dear to make and say nothing of a load: drivers share some. */
    private static final int PHONES = 16;

    private static final int SHARD = 1 << 20;
    /** Half of a shard at most, as the service's random bits would fill it. */
    private static final int BITS_OF_A_SHARD = SHARD / 2;

    private final KeyRing keys;
    private final CodeClass codeClass;
    private final CodeSigner signer;
    private final Instant now;
    private final Instant notBefore;
    private final Instant expires;
    private final RandomGenerator dice;
    private final List<Phone> phones = new ArrayList<>();

    Drivers(KeyRing keys, char codeClass, Instant now, RandomGenerator dice) {
        this.keys = keys;
        this.codeClass = CodeClass.valueOf(String.valueOf(codeClass));
        this.signer = keys.codeKey(this.codeClass, now);
        this.now = now;
        this.notBefore = now.minus(Duration.ofMinutes(5)).truncatedTo(ChronoUnit.SECONDS);
        this.expires = now.plus(Duration.ofDays(365)).truncatedTo(ChronoUnit.SECONDS);
        this.dice = dice;
        for (int i = 0; i < (this.codeClass == CodeClass.D ? PHONES : 0); i++) {
            phones.add(new Phone());
        }
    }

    /** A credential; {@code phone} is null unless the class is D. */
    record Driver(
            CredentialId id, long statusIndex, @Nullable Phone phone) {}

    /** So many new ones, with bits of the status list in no order from this shard on. */
    List<Driver> make(int count, long shard) {
        int odd = dice.nextInt(SHARD / 2) * 2 + 1;
        List<Driver> made = new ArrayList<>(count);
        byte[] cti = new byte[CredentialId.BYTES];
        for (int i = 0; i < count; i++) {
            dice.nextBytes(cti);
            long bit = (long) (i % BITS_OF_A_SHARD) * odd & (SHARD - 1);
            made.add(new Driver(
                    CredentialId.of(cti),
                    shard + (long) (i / BITS_OF_A_SHARD) * SHARD + bit,
                    phones.isEmpty() ? null : phones.get(i % PHONES)));
        }
        return made;
    }

    void write(Connection connection, List<Driver> drivers) throws SQLException {
        String type = codeClass == CodeClass.S ? "QR_PRINTED" : codeClass == CodeClass.T ? "QR_TOTP" : "QR_DYNAMIC";
        String kid = signer.kid().hex();
        try (Rows rows = new Rows(
                connection,
                "credential (id, root_id, type, holder_ref, status_index, kid, not_before, expires_at, device_key, claim_sha256,"
                        + " claimed_at)")) {
            for (Driver driver : drivers) {
                String id = driver.id().text();
                Phone phone = driver.phone();
                byte[] claim = null;
                if (phone != null) {
                    claim = new byte[32];
                    dice.nextBytes(claim);
                }
                rows.add(
                        id,
                        id,
                        type,
                        "load",
                        driver.statusIndex(),
                        kid,
                        notBefore,
                        expires,
                        phone == null ? null : phone.compressed(),
                        claim,
                        phone == null ? null : now);
            }
            rows.end();
        }
    }

    /** What they show. Signing takes some 0.07 ms each, on all processors. */
    List<Code> codes(List<Driver> drivers) {
        return IntStream.range(0, drivers.size())
                .parallel()
                .mapToObj(i -> code(drivers.get(i)))
                .toList();
    }

    private Code code(Driver driver) {
        Phone phone = driver.phone();
        String id = driver.id().text();
        String text = CodeWriter.text(
                new Claims(
                        expires.getEpochSecond(),
                        notBefore.getEpochSecond(),
                        driver.id(),
                        phone == null ? null : DeviceKey.ofCompressed(phone.compressed()),
                        codeClass,
                        driver.statusIndex()),
                signer);
        if (phone != null) {
            return new Code.Device(id, text, phone);
        } else if (codeClass == CodeClass.S) {
            return new Code.Paper(id, text);
        }
        TotpKey key = Objects.requireNonNull(keys.totpKeys().key(driver.id(), notBefore.getEpochSecond()));
        return new Code.Wallet(id, text, HexFormat.of().parseHex(key.hex()));
    }
}
