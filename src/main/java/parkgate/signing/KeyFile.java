package parkgate.signing;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import parkgate.config.OwnerOnlyFile;

/**
 * The service's own keys: one PKCS#12 file, made at the first start, the same for all instances of one database.
 *
 * <p>What protects it is its mode, 0600, and a file that others may read is refused. The format wants a password; the
 * one it has is public (see {@link KeyStoreFormat}) and protects nothing.
 */
public final class KeyFile {
    private KeyFile() {}

    /**
     * Reads the file, and makes it first where there is none. Of several processes that make it at once, one's file
     * stands and all read that. A process that dies on the way leaves no half file under the name.
     *
     * @param now stands in the keys' certificates as the day they were made
     * @throws KeyFileException when the file cannot be read, made or understood, or others may read it
     */
    public static KeyRing openOrMake(Path file, SecureRandom random, Instant now) throws KeyFileException {
        byte[] bytes;
        try {
            bytes = OwnerOnlyFile.readOrMake(file, () -> KeyStoreFormat.write(newSecrets(random), now));
        } catch (FileSystemException e) {
            throw new KeyFileException(
                    "key file " + file + ": " + e.getClass().getSimpleName() + " on " + e.getFile(), e);
        } catch (IOException e) {
            throw new KeyFileException("key file: " + e.getMessage(), e);
        }
        try {
            return KeyStoreFormat.read(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyFileException("key file " + file + " is not one of Parkgate's: " + e.getMessage(), e);
        }
    }

    private static Map<KeyPurpose, byte[]> newSecrets(SecureRandom random) {
        Map<KeyPurpose, byte[]> secrets = new EnumMap<>(KeyPurpose.class);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            byte[] secret = new byte[KeyRing.SECRET_BYTES];
            random.nextBytes(secret);
            secrets.put(purpose, secret);
        }
        return secrets;
    }
}
