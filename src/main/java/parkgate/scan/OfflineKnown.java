package parkgate.scan;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import parkgate.core.CredentialId;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.LotEvent;

/** Scans that are in already: this batch was sent before, or the service had granted them and the lane never heard. */
final class OfflineKnown {
    private final OfflineBatch batch;

    OfflineKnown(OfflineBatch batch) {
        this.batch = batch;
    }

    /** Whether this event is that scan's: of this lane, and of the same holder as far as both name one. */
    boolean isSame(OfflineItem item, LotEvent event) {
        OfflineFacts facts = item.factsIfRead();
        CredentialId shown = facts == null ? null : facts.credential();
        boolean sameHolder = shown == null
                || event.credentialId().isEmpty()
                || event.credentialId().equals(shown.text())
                || event.rootId().equals(batch.parts().credentials().root(shown).text());
        return sameHolder && event.laneId().equals(batch.lane().id());
    }

    /** Takes it as it stands; of a grant of the service, what the car did becomes its passage first. */
    Future<OfflineApplied> taken(OfflineItem item, LotEvent event, Standing standing) {
        return isUnheardGrant(event)
                ? report(item, event, standing).map(x -> new OfflineApplied(item, event, Standing.DONE, false))
                : Future.succeededFuture(new OfflineApplied(item, event, standing, false));
    }

    private static boolean isUnheardGrant(LotEvent event) {
        boolean online = !event.flags().contains(OfflineFacts.OFFLINE);
        boolean grant = event.kind() == EventKind.ENTRY || event.kind() == EventKind.EXIT;
        boolean exitWithoutLoop = event.direction() == Direction.EXIT && event.deadlineMs() == 0;
        return online && grant && !exitWithoutLoop;
    }

    private Future<?> report(OfflineItem item, LotEvent event, Standing standing) {
        Passages.Outcome did = item.told().granted() && !item.told().backedOut()
                ? Passages.Outcome.CONFIRMED
                : Passages.Outcome.NO_ENTRY;
        OfflineFacts facts = item.factsIfRead();
        String extra = facts == null ? "" : facts.extra();
        return batch.parts()
                .settling()
                .settle(
                        batch.lotId(),
                        event,
                        standing,
                        durability -> Optional.of(durability),
                        () -> Future.succeededFuture(Optional.<Durability>empty()))
                .compose(stands -> stands.isEmpty()
                        ? Future.failedFuture(new NotDecided("its grant was dropped by a rebuild"))
                        : batch.parts()
                                .passages()
                                .report(batch.lane(), UUID.fromString(event.decisionId()), did, extra));
    }
}
