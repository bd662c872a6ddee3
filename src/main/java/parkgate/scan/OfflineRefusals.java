package parkgate.scan;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.NameUuid;

/** What a lane refused by itself is written down, in one statement; while PostgreSQL is away the lane keeps it. */
final class OfflineRefusals {
    private final OfflineBatch batch;
    private final OfflineKeptBack keptBack;

    OfflineRefusals(OfflineBatch batch, OfflineKeptBack keptBack) {
        this.batch = batch;
        this.keptBack = keptBack;
    }

    /** Writes down those that were not found to be a grant of the service. */
    Future<Void> write(List<OfflineItem> inOrder) {
        List<OfflineItem> refused = inOrder.stream()
                .filter(item -> !item.told().granted() && item.result() == null)
                .toList();
        return batch.parts()
                .postgres()
                .deny(refused.stream().map(this::refusal).toList())
                .onSuccess(fresh -> refused.forEach(item -> item.become(
                        fresh.contains(decisionId(item))
                                ? OfflineResult.taken(item.told(), flags(item), null, Durability.COMMITTED)
                                : OfflineResult.known(item.told(), flags(item), null, Durability.COMMITTED))))
                .<Void>mapEmpty()
                .recover(away -> {
                    keptBack.by(away);
                    return Future.succeededFuture();
                });
    }

    private UUID decisionId(OfflineItem item) {
        return NameUuid.refusalId(batch.lane().id(), item.told().scan().scanId());
    }

    private static List<String> flags(OfflineItem item) {
        OfflineFacts facts = item.factsIfRead();
        boolean doubted = facts != null && facts.flags().contains(OfflineFacts.CLOCK);
        return doubted ? List.of(OfflineFacts.OFFLINE, OfflineFacts.CLOCK) : List.of(OfflineFacts.OFFLINE);
    }

    private PgOffline.Refusal refusal(OfflineItem item) {
        OfflineTold told = item.told();
        Reason reason = reason(told.reason());
        OfflineFacts facts = item.factsIfRead();
        CredentialId credential = facts == null ? null : facts.credential();
        return new PgOffline.Refusal(
                new Denials.Denial(
                        decisionId(item),
                        told.scan().scanId(),
                        batch.lotId(),
                        batch.lane().id(),
                        OfflineFacts.direction(told, batch.lane()),
                        credential == null ? "" : credential.text(),
                        reason,
                        null,
                        OfflineFacts.eventMs(told, batch.nowMs()),
                        batch.nowMs()),
                told.reason().isEmpty() ? reason.name() : told.reason());
    }

    /** A word of the glossary as it is; of the lane's own words that its pack did not allow it. */
    static Reason reason(String word) {
        for (Reason reason : Reason.values()) {
            if (reason != Reason.OK && reason.name().equals(word)) {
                return reason;
            }
        }
        return Reason.LANE_NOT_ALLOWED;
    }
}
