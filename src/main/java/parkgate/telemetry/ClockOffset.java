package parkgate.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far this instance's clock is ahead of another's, by a few questions to it. */
public final class ClockOffset {
    /** An answer that took longer says too little. */
    static final Duration MOST_ROUND_TRIP = Duration.ofSeconds(1);

    private ClockOffset() {}

    /**
     * One question.
     *
     * @param sent by our clock
     * @param theirs what the other one's clock showed
     * @param received by our clock
     */
    public record Sample(Instant sent, Instant theirs, Instant received) {
        boolean tells() {
            Duration trip = Duration.between(sent, received);
            return !trip.isNegative() && trip.compareTo(MOST_ROUND_TRIP) <= 0;
        }

        /** As if the other one had looked at its clock half-way. */
        Duration offset() {
            return Duration.between(
                    theirs, sent.plus(Duration.between(sent, received).dividedBy(2)));
        }
    }

    /** The median of those that tell something; negative when ours is behind. Empty when none does. */
    public static Optional<Duration> median(List<Sample> samples) {
        List<Duration> offsets = samples.stream()
                .filter(Sample::tells)
                .map(Sample::offset)
                .sorted()
                .toList();
        return offsets.isEmpty() ? Optional.empty() : Optional.of(offsets.get((offsets.size() - 1) / 2));
    }
}
