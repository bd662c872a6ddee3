package parkgate.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parkgate.config.Settings;

/**
 * What is known of the revocations since a backup.
 *
 * @param lines of every journal there is, what the backup has already left out
 * @param complete true when they tell of every revocation that was answered
 * @param missing why it is not, in a sentence
 * @param until the last moment that they tell of
 */
record Known(List<Journal.Line> lines, boolean complete, String missing, Optional<Instant> until) {
    /** A copy that ends earlier than this before now may have missed something, unless the service had ended. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    /**
     * Reads the journal in its own place and a copy.
     *
     * @throws BackupException when the copy is not there
     */
    static Known of(Settings settings, Optional<Path> copy, Manifest manifest, Instant now)
            throws IOException, BackupException {
        if (copy.isPresent() && !Files.exists(copy.get())) {
            throw new BackupException("there is no journal " + copy.get());
        }
        Journal.Content own = Journal.readBoth(settings.revocationJournal());
        Journal.Content other = copy.isPresent() ? Journal.readBoth(copy.get()) : new Journal.Content(List.of(), false);
        List<Journal.Line> lines = new ArrayList<>(own.lines());
        lines.addAll(other.lines());
        // In its own place it was on disk before each answer; a copy may be of an earlier moment.
        boolean complete = own.covers(manifest.change()) || (other.covers(manifest.change()) && reachesNow(other, now));
        Optional<Instant> until =
                lines.stream().map(line -> Instant.ofEpochMilli(line.at())).max(Instant::compareTo);
        return new Known(
                lines.stream()
                        .filter(line -> line.version() > manifest.change()
                                || line.kind().equals("SIGNING_KEY"))
                        .toList(),
                complete,
                missing(settings, manifest, lines.isEmpty(), until),
                until);
    }

    private static boolean reachesNow(Journal.Content copy, Instant now) {
        Journal.Line last = copy.last().orElseThrow();
        return last.kind().equals("END") || Instant.ofEpochMilli(last.at()).isAfter(now.minus(FRESH));
    }

    private static String missing(Settings settings, Manifest manifest, boolean none, Optional<Instant> until) {
        return none
                ? "There is no journal of what was revoked since the backup of " + manifest.takenAt() + " (looked for "
                        + settings.revocationJournal() + ")."
                : "The journal of what was revoked does not reach from the backup of " + manifest.takenAt()
                        + " to now; it ends at " + until.map(Instant::toString).orElse("no time") + ".";
    }

    /** For whoever asked. */
    String told() {
        long revoked = lines.stream()
                .filter(line -> List.of("CREDENTIAL", "KEY", "RIGHT", "STAFF").contains(line.kind()))
                .map(line -> line.kind() + line.id())
                .distinct()
                .count();
        return complete
                ? "Revoked since the backup and revoked again: " + revoked + ", known until "
                        + until.map(Instant::toString).orElse("the backup") + "."
                : "WHAT WAS REVOKED SINCE THE BACKUP IS NOT ALL KNOWN: " + revoked
                        + " were revoked again; codes and keys revoked otherwise are good again.";
    }
}
