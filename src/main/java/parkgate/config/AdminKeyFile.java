package parkgate.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The admin key of a service that was given none: {@code pg_admin_<id>_<secret>} in {@code admin.key} of the data folder,
 * made at the first start, mode 0600. Deleting the file and starting anew rotates it.
 */
public final class AdminKeyFile {
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final Pattern KEY =
            Pattern.compile("pg_admin_[0-9a-f]{" + 2 * ID_BYTES + "}_[0-9a-f]{" + 2 * SECRET_BYTES + "}");

    private AdminKeyFile() {}

    /** Where the key of a data folder stands. */
    public static Path in(Path dataDir) {
        return dataDir.resolve("admin.key");
    }

    /**
     * The key, made where there is none.
     *
     * @throws IOException when the file cannot be read or written, is open to others, or holds something else
     */
    public static Secret readOrMake(Path dataDir, SecureRandom dice) throws IOException {
        Path file = in(dataDir);
        byte[] content = OwnerOnlyFile.readOrMake(
                file, () -> ("pg_admin_" + hex(ID_BYTES, dice) + '_' + hex(SECRET_BYTES, dice) + '\n')
                        .getBytes(StandardCharsets.US_ASCII));
        String key = new String(content, StandardCharsets.US_ASCII).strip();
        if (!KEY.matcher(key).matches()) {
            throw new IOException(file + " holds no admin key: delete it to have a new one made");
        }
        return new Secret(key);
    }

    private static String hex(int bytes, SecureRandom dice) {
        byte[] drawn = new byte[bytes];
        dice.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
