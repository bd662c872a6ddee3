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
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key file's bytes: PKCS#12, which {@code openssl pkcs12} and {@code keytool} read.
 *
 * <pre>
 * alias    entry
 * code     Ed25519 private key, self-signed certificate
 * status   Ed25519 private key, self-signed certificate
 * plate    secret key, 32 bytes
 * totp     secret key, 32 bytes: the master of the first epoch
 * totp-n   secret key, 32 bytes: the master of the epoch that begins at unix second n; any number of them, or none
 * </pre>
 *
 * A file made before there were epochs has one, which never ends: it reads as it is and is not rewritten.
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
     * @param secrets 32 bytes for each {@link KeyPurpose}
     */
    static byte[] write(Map<KeyPurpose, byte[]> secrets, Instant now) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Map.Entry<KeyPurpose, byte[]> secret : secrets.entrySet()) {
                put(store, secret.getKey(), secret.getValue(), now);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, PUBLIC_PASSWORD);
            return out.toByteArray();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every Java platform writes PKCS#12 into memory", e);
        }
    }

    /**
     * The keys in the file.
     *
     * @throws IOException when the bytes are no such file, or a key is missing or of another kind
     */
    static KeyRing read(byte[] bytes) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), PUBLIC_PASSWORD);
            return new KeyRing(
                    seed(store, KeyPurpose.CODE),
                    seed(store, KeyPurpose.STATUS),
                    key(store, KeyPurpose.PLATE).getEncoded(),
                    totpMasters(store));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read PKCS#12", e);
        }
    }

    private static void put(KeyStore store, KeyPurpose purpose, byte[] secret, Instant now)
            throws GeneralSecurityException, OperatorCreationException {
        switch (purpose) {
            case CODE, STATUS -> {
                KeyFactory keys = KeyFactory.getInstance("Ed25519");
                PrivateKey key = keys.generatePrivate(new PKCS8EncodedKeySpec(joined(PKCS8, secret)));
                byte[] x = new SigningKey(purpose, secret).publicKey().x();
                PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(joined(X509, x)));
                Certificate[] chain = {certificate(purpose, key, publicKey, now)};
                store.setKeyEntry(purpose.word(), key, PUBLIC_PASSWORD, chain);
            }
            case PLATE, TOTP ->
                store.setKeyEntry(purpose.word(), new SecretKeySpec(secret, "HmacSHA256"), PUBLIC_PASSWORD, null);
        }
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

    private static byte[] seed(KeyStore store, KeyPurpose purpose) throws GeneralSecurityException, IOException {
        byte[] encoded = key(store, purpose).getEncoded();
        if (encoded.length != PKCS8.length + KeyRing.SECRET_BYTES
                || !Arrays.equals(encoded, 0, PKCS8.length, PKCS8, 0, PKCS8.length)) {
            throw new IOException("its key \"" + purpose.word() + "\" is not an Ed25519 private key");
        }
        return Arrays.copyOfRange(encoded, PKCS8.length, encoded.length);
    }

    private static TotpMasters totpMasters(KeyStore store) throws GeneralSecurityException, IOException {
        Map<Long, byte[]> byStart = new HashMap<>();
        for (String alias : Collections.list(store.aliases())) {
            Long start = TotpMasters.startOf(alias);
            if (start != null) {
                byStart.put(start, key(store, alias).getEncoded());
            }
        }
        if (byStart.isEmpty()) {
            throw missing(KeyPurpose.TOTP.word());
        }
        return new TotpMasters(byStart);
    }

    private static Key key(KeyStore store, KeyPurpose purpose) throws GeneralSecurityException, IOException {
        return key(store, purpose.word());
    }

    private static Key key(KeyStore store, String alias) throws GeneralSecurityException, IOException {
        Key key = store.getKey(alias, PUBLIC_PASSWORD);
        if (key == null) {
            throw missing(alias);
        }
        return key;
    }

    private static IOException missing(String alias) {
        return new IOException("its key \"" + alias + "\" is missing");
    }

    private static byte[] joined(byte[] head, byte[] tail) {
        byte[] out = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, out, head.length, tail.length);
        return out;
    }
}
