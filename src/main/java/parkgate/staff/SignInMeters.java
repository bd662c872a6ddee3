package parkgate.staff;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How tries to sign in were answered. */
final class SignInMeters {
    enum Answer {
        OK,
        WRONG,
        /** The name waits. */
        NAME_LOCKED,
        /** The address waits. */
        ADDRESS_LOCKED
    }

    private final Map<Answer, Counter> counters = new EnumMap<>(Answer.class);

    SignInMeters(MeterRegistry metrics) {
        for (Answer answer : Answer.values()) {
            counters.put(
                    answer,
                    Counter.builder("parkgate_sign_ins")
                            .description("Tries to sign in, by how they were answered")
                            .tag("answer", answer.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
    }

    void count(Answer answer) {
        Counter counter = counters.get(answer);
        if (counter != null) {
            counter.increment();
        }
    }
}
