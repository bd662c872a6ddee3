package parkgate.signing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The key file's bytes: PKCS#12, which {@code openssl pkcs12} and {@code keytool} read.
 *
 * <pre>
 * code, paper, status    Ed25519 private key, self-signed certificate
 * plate, totp            secret key, 32 bytes
 * compromised, any       secret key, 32 bytes: what is left is the key's fingerprint
 * </pre>
 *
 * The aliases are {@link KeyAlias}es. A file of the first version has {@code code}, {@code status}, {@code plate} and
 * {@code totp}, and reads as it is.
 */
final class KeyStoreFormat {
    /**
     * PKCS#12 wants a password. A secret one would have to stand in a second file beside this one, so this is public
     * and the file's mode is the protection.
     */
    private static final char[] PUBLIC_PASSWORD = "parkgate".toCharArray();

    /** What stands before the 32 bytes of an Ed25519 private key in PKCS#8, and of a public one in X.509 (RFC 8410). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** RFC 5280's date for a certificate that has no well-defined end. */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private KeyStoreFormat() {}

    /**
     * The file's bytes.
     *
     * @param now stands in the keys' certificates as the day they were written
     */
    static byte[] write(List<FileKey> keys, Instant now) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (FileKey key : keys) {
                put(store, key, now);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, PUBLIC_PASSWORD);
            return out.toByteArray();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every Java platform writes PKCS#12 into memory", e);
        }
    }

    /**
     * The keys in the file. What is none of Parkgate's is left out.
     *
     * @throws IOException when the bytes are no such file, or a key is of another kind than its alias says
     */
    static List<FileKey> read(byte[] bytes) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), PUBLIC_PASSWORD);
            List<FileKey> keys = new ArrayList<>();
            for (String name : Collections.list(store.aliases())) {
                KeyAlias alias = KeyAlias.read(name);
                if (alias != null) {
                    keys.add(key(alias, name, store.getKey(name, PUBLIC_PASSWORD)));
                }
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read PKCS#12", e);
        }
    }

    private static void put(KeyStore store, FileKey entry, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        String name = entry.alias().text();
        if (entry.signing() == null) {
            store.setKeyEntry(name, new SecretKeySpec(entry.secret(), "HmacSHA256"), PUBLIC_PASSWORD, null);
        } else {
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            PrivateKey key = keys.generatePrivate(new PKCS8EncodedKeySpec(joined(PKCS8, entry.secret())));
            byte[] x = entry.signing().publicKey().x();
            PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(joined(X509, x)));
            Certificate[] chain = {certificate(entry.purpose(), key, publicKey, now)};
            store.setKeyEntry(name, key, PUBLIC_PASSWORD, chain);
        }
    }

    private static FileKey key(KeyAlias alias, String name, @Nullable Key stored) throws IOException {
        byte[] encoded = stored == null ? null : stored.getEncoded();
        if (encoded == null) {
            throw new IOException("its entry \"" + name + "\" is no key");
        }
        boolean privateKey = alias.purpose().isSigning() && alias.state() != KeyState.COMPROMISED;
        byte[] secret = privateKey ? seed(name, encoded) : encoded;
        if (secret.length != KeyRing.SECRET_BYTES) {
            throw new IOException("its key \"" + name + "\" has not 32 bytes");
        }
        FileKey key = FileKey.of(alias, secret);
        if (!alias.kid().isEmpty() && !alias.kid().equals(key.kid())) {
            throw new IOException("its key \"" + name + "\" is not the one it is named after");
        }
        return key;
    }

    private static byte[] seed(String name, byte[] encoded) throws IOException {
        if (encoded.length != PKCS8.length + KeyRing.SECRET_BYTES
                || !Arrays.equals(encoded, 0, PKCS8.length, PKCS8, 0, PKCS8.length)) {
            throw new IOException("its key \"" + name + "\" is not an Ed25519 private key");
        }
        return Arrays.copyOfRange(encoded, PKCS8.length, encoded.length);
    }

    /** PKCS#12 keeps a private key beside a certificate; ours says what the key is for and when it was made. */
    private static X509Certificate certificate(KeyPurpose purpose, PrivateKey key, PublicKey publicKey, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=parkgate " + purpose.word());
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(now), Date.from(NO_END), name, publicKey);
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(key)));
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] out = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, out, head.length, tail.length);
        return out;
    }
}
