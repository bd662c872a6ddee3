package parkgate.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import parkgate.core.Reason;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Reading;
import parkgate.signing.CaffeineVerifiedCodes;
import parkgate.signing.SignatureLibrary;

/**
 * What reading a code costs where no issuer's signature has to be verified: taken apart only, or remembered. Sampled, so that
 * the median stands even where other programs share the machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {
    private final Codes codes = new Codes();
    private final CodeReader stranger =
            Codes.reader(SignatureLibrary.slow(), (kid, codeClass) -> null, new Codes.Forgetting());
    private final CodeReader remembering =
            Codes.reader(SignatureLibrary.slow(), new CaffeineVerifiedCodes(1_000, new SimpleMeterRegistry()));

    @Setup
    public void remember() {
        staticRemembered();
        totpRemembered();
    }

    /** Base32 and layout; then nobody knows the key. */
    @Benchmark
    public Reading staticParsed() {
        return parsed(codes.s);
    }

    /** The same for the longest class. */
    @Benchmark
    public Reading deviceParsed() {
        return parsed(codes.d);
    }

    @Benchmark
    public Reading staticRemembered() {
        return Codes.good(remembering.read(codes.s, Codes.NOW));
    }

    @Benchmark
    public Reading totpRemembered() {
        return Codes.good(remembering.read(codes.t, Codes.NOW));
    }

    private Reading parsed(String text) {
        Reading reading = stranger.read(text, Codes.NOW);
        if (!reading.equals(new Reading.Refused(Reason.BAD_SIGNATURE))) {
            throw new IllegalStateException("not taken apart: " + reading);
        }
        return reading;
    }
}
