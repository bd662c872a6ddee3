package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Reading.Refused;
import parkgate.core.code.Reading.Typed;
import parkgate.core.code.Reading.WrongValue;
import parkgate.signing.GoldenCodes;
import parkgate.signing.SignatureLibrary;

/**
 * Spoilt codes against the whole reader, signatures and memory of verified codes included: none is taken, none makes it
 * throw. {@code -Dmutants=10000000} takes that many, {@code -Dmutants.seed=…} others; the table of how many of each kind died
 * of what is in the test's output file.
 */
class MutatedCodesTest {
    private static final long COUNT = Long.getLong("mutants", 20_000);
    private static final long SEED = Long.getLong("mutants.seed", 1);
    private static final int CHUNK = 1_000;

    private static GenuineCodes genuine;
    private static CodeReader reader;

    @BeforeAll
    static void make() {
        genuine = GenuineCodes.draw(24, new SplittableRandom(SEED));
        reader = GoldenCodes.reader(SignatureLibrary.best(), new Shared());
    }

    @Test
    void the_codes_that_mutants_are_made_from_are_genuine() {
        for (GenuineCodes.Genuine code : genuine.all()) {
            Reading reading = reader.read(code.text(), GoldenCodes.NOW);
            assertTrue(reading instanceof Presented presented && presented.untimely() == null, code.text());
        }
    }

    @Test
    void no_mutant_is_taken_and_none_makes_the_reader_throw() {
        genuine.all()
                .forEach(code -> reader.read(code.text(), GoldenCodes.NOW)); // so that a false memory would show, too
        Tally tally = new Tally();
        LongStream.range(0, (COUNT + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> run(chunk, tally));
        System.out.println(tally.table());
        assertEquals(List.of(), List.copyOf(tally.wrong));
        assertEquals((COUNT + CHUNK - 1) / CHUNK * CHUNK, tally.total());
        for (Mutant kind : Mutant.values()) {
            assertTrue(tally.of(kind) > 0, kind + " was never tried");
        }
    }

    /**
     * ECDSA's one way to say a thing twice: (r, n - s) for (r, s). Phones make either, so neither can be refused; it is the
     * same phone, credential and step, and a step is taken once.
     */
    @Test
    void a_proof_with_its_s_negated_says_the_same_as_before() {
        String signed = GoldenCodes.D.substring(0, GoldenCodes.D.lastIndexOf('.') + 1);
        byte[] proof = Base32.decode(GoldenCodes.D.substring(signed.length()));
        Mutant.negateS(proof);
        assertEquals(
                reader.read(GoldenCodes.D, GoldenCodes.NOW),
                reader.read(signed + Base32.encode(proof), GoldenCodes.NOW));
    }

    /** Each chunk has dice of its own, so that a run does not depend on how many threads share it. */
    private static void run(long chunk, Tally tally) {
        SplittableRandom dice = new SplittableRandom(SEED * 1_000_003 + chunk);
        for (int i = 0; i < CHUNK; i++) {
            Mutant kind = Mutant.any(dice);
            String text = kind.of(genuine, dice);
            while (genuine.has(text)) {
                text = kind.of(genuine, dice);
            }
            try {
                Reading reading = reader.read(text, GoldenCodes.NOW);
                if (reading instanceof Presented) {
                    tally.wrong.add("taken, " + kind + ": " + text);
                } else {
                    tally.count(kind, Death.of(reading));
                }
            } catch (RuntimeException | StackOverflowError thrown) {
                tally.wrong.add("thrown " + thrown + ", " + kind + ": " + text);
            }
        }
    }

    /** What a mutant can die of. */
    private enum Death {
        MALFORMED,
        BAD_SIGNATURE,
        /** A genuine class T code with a value that is not the phone's: counted against its credential. */
        WRONG_VALUE,
        /** A piece of 16 characters, which reads as a number that somebody types: nobody's, and no code. */
        NUMBER;

        static Death of(Reading reading) {
            if (reading instanceof WrongValue) {
                return WRONG_VALUE;
            }
            if (reading instanceof Typed) {
                return NUMBER;
            }
            return valueOf(((Refused) reading).reason().name());
        }
    }

    /** How many of each kind died of what. */
    private static final class Tally {
        private final Map<Mutant, Map<Death, LongAdder>> counts = new EnumMap<>(Mutant.class);
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        Tally() {
            for (Mutant kind : Mutant.values()) {
                counts.put(kind, new ConcurrentHashMap<>());
            }
        }

        void count(Mutant kind, Death death) {
            counts.get(kind).computeIfAbsent(death, any -> new LongAdder()).increment();
        }

        long of(Mutant kind, Death death) {
            LongAdder count = counts.get(kind).get(death);
            return count == null ? 0 : count.sum();
        }

        long of(Mutant kind) {
            return Stream.of(Death.values()).mapToLong(death -> of(kind, death)).sum();
        }

        long total() {
            long total = 0;
            for (Mutant kind : Mutant.values()) {
                total += of(kind);
            }
            return total;
        }

        String table() {
            StringBuilder out = new StringBuilder("%-14s%12s".formatted("kind", "mutants"));
            Stream.of(Death.values()).forEach(death -> out.append("%15s".formatted(death)));
            for (Mutant kind : Mutant.values()) {
                out.append("%n%-14s%,12d".formatted(kind, of(kind)));
                Stream.of(Death.values()).forEach(death -> out.append("%,15d".formatted(of(kind, death))));
            }
            return out.append("%n%-14s%,12d; taken or thrown: %d%n".formatted("all", total(), wrong.size()))
                    .toString();
        }
    }

    /** Remembers everything, for all threads. */
    private static final class Shared implements VerifiedCodes {
        private final Map<CodeDigest, VerifiedCode> codes = new ConcurrentHashMap<>();

        @Override
        public @Nullable VerifiedCode get(CodeDigest digest) {
            return codes.get(digest);
        }

        @Override
        public void put(CodeDigest digest, VerifiedCode code) {
            codes.put(digest, code);
        }
    }
}
