package parkgate.scan;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.EventKind;
import parkgate.core.access.NameUuid;
import parkgate.core.access.OfflineRight;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.OfflineScan.Manner;
import parkgate.core.access.RightsAtLot;
import parkgate.core.code.Reading;
import parkgate.core.code.Step;

/** Makes of a scan what the lot is told: flags, never refusals. */
final class OfflineScans {
    private final OfflineBatch batch;
    private final OfflineJudging judging;

    OfflineScans(OfflineBatch batch, OfflineJudging judging) {
        this.batch = batch;
        this.judging = judging;
    }

    /** The step of a code that a lane accepted is spent by this. */
    Future<OfflineScan> of(OfflineItem item) {
        return stepFlag(item).map(flag -> scan(item, item.facts(), flag));
    }

    /** What the guard says of the step; empty for nothing. */
    private Future<String> stepFlag(OfflineItem item) {
        OfflineFacts facts = item.facts();
        Reading.Presented code = facts.presented();
        if (code == null || code.codeClass() == CodeClass.S || !facts.isEntryOfSomebody()) {
            return Future.succeededFuture("");
        }
        return batch.parts()
                .functions()
                .learnStep(
                        code.credential(),
                        facts.eventMs(),
                        code.step(),
                        batch.lotId(),
                        batch.lane().id(),
                        item.key(),
                        batch.decisionId(item),
                        Step.at(Instant.ofEpochMilli(batch.nowMs())) + Step.STEPS_AHEAD + Step.MAX_DRIFT)
                .otherwise("AWAY")
                .map(verdict -> switch (verdict) {
                    case "STALE" -> Reason.STALE_CODE.name();
                    case "REPLAYED" -> Reason.REPLAYED.name();
                    case "AWAY" -> "GUARD_AWAY";
                    default -> "";
                });
    }

    private OfflineScan scan(OfflineItem item, OfflineFacts facts, String stepFlag) {
        List<String> flags = new ArrayList<>(facts.flags());
        if (item.isReused()) {
            flags.add("SCAN_ID_REUSED");
        }
        if (!stepFlag.isEmpty() && !flags.contains(stepFlag)) {
            flags.add(stepFlag);
        }
        CredentialId credential = facts.credential();
        String sessionId = NameUuid.sessionId(batch.lotId(), item.key()).toString();
        String rightId = "";
        String poolId = "";
        int adjDelta = 0;
        Manner manner =
                item.told().backedOut() ? Manner.BACKED_OUT : credential == null ? Manner.UNMATCHED : Manner.THROUGH;
        if (manner == Manner.BACKED_OUT) {
            flags.add(EventKind.NO_ENTRY.name());
            sessionId = credential == null ? "" : sessionId;
        }
        if (facts.isEntryOfSomebody()) {
            OfflineRight by = OfflineRight.of(judging.rights(item.credential()), batch.rules(), facts.eventMs());
            by.flags().stream().filter(flag -> !flags.contains(flag)).forEach(flags::add);
            rightId = by.right() == null ? "" : by.right().id().toString();
            poolId = by.right() == null || by.right().poolId() == null
                    ? ""
                    : by.right().poolId();
            PgOffline.Left left = judging.takeLeft(item);
            if (left != null) {
                manner = Manner.LEFT;
                sessionId = left.sessionId();
                adjDelta = left.lowered() ? 1 : 0;
                flags.add("LEFT_ALREADY");
            }
        }
        return new OfflineScan(
                batch.nowMs(),
                item.key().toString(),
                manner,
                facts.direction(),
                batch.lane().id(),
                credential == null ? "" : credential.text(),
                rootId(credential),
                facts.codeClass(),
                facts.eventMs(),
                sessionId,
                batch.decisionId(item),
                rightId,
                poolId,
                adjDelta,
                flags,
                facts.extra(),
                batch.rules(),
                batch.parts().functions().outboxBound());
    }

    private String rootId(@Nullable CredentialId credential) {
        if (credential == null) {
            return "";
        }
        RightsAtLot read = judging.rights(credential);
        return (read != null && read.known()
                        ? read.root()
                        : batch.parts().credentials().root(credential))
                .text();
    }
}
