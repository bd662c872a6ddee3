package parkgate.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One stay at a lot, from entry to exit.
 *
 * @param rootId the first of the credential's chain of re-issues; null when nobody knows whose stay it was
 * @param rightId null: a transient
 * @param startedAt the entry, or the exit of a car that was never seen to come in
 * @param entry null when it was never seen
 * @param exit null until there is one; a stay that was ended by hand has none
 * @param endedAt null while it lasts
 */
record Session(
        UUID id,
        String lotId,
        @Nullable String credentialId,
        @Nullable String rootId,
        @Nullable UUID rightId,
        Status status,
        Instant startedAt,
        @Nullable Through entry,
        @Nullable Through exit,
        @Nullable Instant endedAt,
        List<String> flags) {

    /** After OCPI's session: under way, over, or an entry that did not happen after all. */
    enum Status {
        ACTIVE,
        COMPLETED,
        INVALID;

        /** The status of a word. Any input. */
        static Optional<Status> of(String text) {
            for (Status status : values()) {
                if (status.name().equals(text)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * A way through a lane.
     *
     * @param passType how, a word of the glossary; null when the record does not say
     */
    record Through(
            @Nullable String laneId,
            Instant eventTime,
            @Nullable String passType) {}
}
