package parkgate.tls;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PEM files of the settings {@code TLS_CERT}, {@code TLS_KEY} and {@code TLS_LANE_CA}, each of at most
 * {@value #MAX_BYTES} bytes. Reading blocks.
 *
 * @param laneCa empty: lanes need no certificate
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> laneCa) {
    static final int MAX_BYTES = 1 << 20;

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "parkgate".getBytes(StandardCharsets.US_ASCII);

    /** The bytes of the files as they stand, whatever they are. */
    record Bytes(Buffer certificate, Buffer key, Buffer laneCa) {}

    /**
     * Reads and checks them: the chain and the key belong together.
     *
     * @throws TlsFileException when they cannot be used
     */
    public TlsIdentity load() throws TlsFileException {
        return check(read());
    }

    Bytes read() throws TlsFileException {
        return new Bytes(bytes(certificate), bytes(key), laneCa.isPresent() ? bytes(laneCa.get()) : Buffer.buffer());
    }

    TlsIdentity check(Bytes bytes) throws TlsFileException {
        List<X509Certificate> chain = certificates(certificate, bytes.certificate());
        if (!belongTogether(chain.get(0).getPublicKey(), privateKey(bytes.key(), chain.get(0)))) {
            throw new TlsFileException(key + " is not the key of " + certificate);
        }
        LaneCa lanes = laneCa.isPresent() ? LaneCa.of(certificates(laneCa.get(), bytes.laneCa())) : null;
        return new TlsIdentity(bytes, chain.get(0), lanes);
    }

    private static Buffer bytes(Path file) throws TlsFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new TlsFileException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return Buffer.buffer(bytes);
        } catch (IOException e) {
            throw new TlsFileException(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static List<X509Certificate> certificates(Path file, Buffer pem) throws TlsFileException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            for (Certificate each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes()))) {
                found.add((X509Certificate) each);
            }
        } catch (GeneralSecurityException e) {
            throw new TlsFileException(file + " holds no PEM certificates that can be read");
        }
        if (found.isEmpty()) {
            throw new TlsFileException(file + " holds no certificate");
        }
        return found;
    }

    private PrivateKey privateKey(Buffer pem, X509Certificate leaf) throws TlsFileException {
        Matcher block = PRIVATE_KEY.matcher(pem.toString(StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new TlsFileException(key + " holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY)");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(leaf.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TlsFileException(key + " is not the key of " + certificate);
        }
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) throws TlsFileException {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default -> throw new TlsFileException("a certificate's key must be RSA, EC or EdDSA");
                };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            signing.initVerify(publicKey);
            signing.update(PROBE);
            return signing.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
