package parkgate.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import parkgate.core.CodeClass;
import parkgate.core.code.Claims;
import parkgate.core.code.CodeSigner;
import parkgate.core.code.CodeWriter;

/** What issuing a code costs: its bytes and one Ed25519 signature. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignBenchmark {
    @Param
    private Library library = Library.BOUNCYCASTLE;

    private final Claims claims = Codes.claims(CodeClass.S, null);
    private CodeSigner signer = Codes.issuer();

    @Setup
    public void choose() throws GeneralSecurityException {
        signer = switch (library) {
            case CORRETTO -> by(AmazonCorrettoCryptoProvider.INSTANCE);
            case BOUNCYCASTLE -> Codes.issuer();
            case JDK -> by(Security.getProvider("SunEC"));
        };
    }

    @Benchmark
    public String issued() {
        return CodeWriter.text(claims, signer);
    }

    private static CodeSigner by(Provider provider) throws GeneralSecurityException {
        byte[] head = HexFormat.of().parseHex("302e020100300506032b657004220420");
        byte[] encoded = new byte[head.length + 32];
        System.arraycopy(head, 0, encoded, 0, head.length);
        System.arraycopy(Codes.seed(), 0, encoded, head.length, 32);
        PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return Codes.signer(message -> {
            try {
                Signature signature = Signature.getInstance("Ed25519", provider);
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
