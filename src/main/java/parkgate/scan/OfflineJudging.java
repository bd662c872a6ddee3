package parkgate.scan;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.CredentialId;
import parkgate.core.access.LotEvent;
import parkgate.core.access.RightsAtLot;

/** What PostgreSQL knows of a batch, asked for all of its scans at once; nothing while it is away. */
final class OfflineJudging {
    /** Rights that are read at the same time. */
    private static final int READ_AT_ONCE = 16;

    private static final Logger log = LoggerFactory.getLogger(OfflineJudging.class);

    private final OfflineBatch batch;
    private final Map<CredentialId, RightsAtLot> rights = new HashMap<>();
    private final Map<OfflineItem, List<PgOffline.Left>> leftBefore = new HashMap<>();
    private final Set<String> sessionsTaken = new HashSet<>();
    private boolean postgresAway;

    OfflineJudging(OfflineBatch batch) {
        this.batch = batch;
    }

    /** What is in already; nothing while PostgreSQL is away: then Redis knows of the last minutes, and the fence of the rest. */
    Future<Map<String, LotEvent>> known(List<OfflineItem> open) {
        List<String> keys = open.stream().map(item -> item.key().toString()).toList();
        return batch.parts()
                .records()
                .byKeys(batch.lotId(), keys)
                .onSuccess(known -> postgresAway = false)
                .recover(away -> {
                    log.warn("lot {}: a batch is taken in unasked: {}", batch.lotId(), away.toString());
                    postgresAway = true;
                    return Future.succeededFuture(Map.of());
                });
    }

    /** Reads what the entries among them are judged by. */
    Future<Void> judged(List<OfflineItem> open, Map<String, LotEvent> known) {
        List<OfflineItem> entries = open.stream()
                .filter(item -> item.told().granted()
                        && item.factsIfRead() != null
                        && item.facts().isEntryOfSomebody())
                .filter(item -> !known.containsKey(item.key().toString()))
                .toList();
        if (postgresAway || entries.isEmpty()) {
            return Future.succeededFuture();
        }
        List<CredentialId> unread = entries.stream()
                .map(OfflineItem::credential)
                .distinct()
                .filter(credential -> !rights.containsKey(credential))
                .toList();
        return readRights(unread, 0).compose(x -> findLeft(entries));
    }

    private Future<Void> readRights(List<CredentialId> unread, int from) {
        if (from >= unread.size() || postgresAway) {
            return Future.succeededFuture();
        }
        int to = Math.min(unread.size(), from + READ_AT_ONCE);
        List<Future<?>> reading = new ArrayList<>();
        for (CredentialId credential : unread.subList(from, to)) {
            reading.add(batch.parts()
                    .rights()
                    .read(credential, batch.rules())
                    .onSuccess(read -> rights.put(credential, read)));
        }
        return Future.join(reading)
                .<Void>mapEmpty()
                .recover(away -> {
                    log.warn("lot {}: rights of a batch are not known: {}", batch.lotId(), away.toString());
                    postgresAway = true;
                    return Future.succeededFuture();
                })
                .compose(x -> readRights(unread, to));
    }

    private Future<Void> findLeft(List<OfflineItem> entries) {
        List<PgOffline.Entered> entered = entries.stream()
                .map(item -> new PgOffline.Entered(
                        item.credential().text(), item.facts().eventMs()))
                .toList();
        return batch.parts()
                .postgres()
                .leftBefore(batch.lotId(), entered)
                .onSuccess(left -> left.forEach((n, exits) -> leftBefore.put(entries.get(n), exits)))
                .<Void>mapEmpty()
                .otherwiseEmpty(); // then the stay stays open, flagged by nobody: as if no exit were known
    }

    /** The rights that were read; null: not known. */
    @Nullable
    RightsAtLot rights(CredentialId credential) {
        return rights.get(credential);
    }

    /** The exit of this entry, where it was told sooner; each exit is one entry's only. */
    PgOffline.@Nullable Left takeLeft(OfflineItem item) {
        return leftBefore.getOrDefault(item, List.of()).stream()
                .filter(left -> sessionsTaken.add(left.sessionId()))
                .findFirst()
                .orElse(null);
    }
}
