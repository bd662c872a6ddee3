package parkgate.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;
import parkgate.signing.CaffeineVerifiedCodes;

/**
 * What reading a code costs with its signatures: the issuer's Ed25519 where the code was not seen before, and the phone's
 * P-256 at every scan of a class D code.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerifyBenchmark {
    @Param
    private Library library = Library.CORRETTO;

    private final Codes codes = new Codes();
    private CodeReader cold = Codes.reader(Library.BOUNCYCASTLE.signatures(), new Codes.Forgetting());
    private CodeReader remembering = cold;

    @Setup
    public void choose() {
        cold = Codes.reader(library.signatures(), new Codes.Forgetting());
        remembering = Codes.reader(library.signatures(), new CaffeineVerifiedCodes(1_000, new SimpleMeterRegistry()));
    }

    @Benchmark
    public Reading staticCold() {
        return Codes.good(cold.read(codes.s, Codes.NOW));
    }

    @Benchmark
    public Reading deviceCold() {
        return Codes.good(cold.read(codes.d, Codes.NOW));
    }

    @Benchmark
    public Reading deviceRemembered() {
        return Codes.good(remembering.read(codes.d, Codes.NOW));
    }
}
