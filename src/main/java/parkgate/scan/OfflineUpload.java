package parkgate.scan;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.Lane;
import parkgate.core.access.LotEvent;
import parkgate.core.access.LotRules;
import parkgate.core.access.NameUuid;
import parkgate.core.access.OfflineRight;
import parkgate.core.access.OfflineScan;
import parkgate.core.access.OfflineScan.Manner;
import parkgate.core.access.RightsAtLot;
import parkgate.core.code.Reading;
import parkgate.core.code.Step;

/**
 * One batch of a lane on its way into the lot's history, in the order of the lane's own counter.
 *
 * <pre>
 * known     PostgreSQL: which scans are in already         ALREADY_KNOWN
 * judge     codes, rights, steps: flags, never refusals
 * apply     one Redis call each, in order                  the lot's next number
 * settle    all of them together: recorded, or marked      RECORDED, FLAGGED
 * again     what a rebuild dropped, from "known" on        NOT_TAKEN after {@value #MAX_ROUNDS} times
 * </pre>
 *
 * What cannot be taken now keeps back all that the lane did after it, so that no exit is told before its entry.
 */
final class OfflineUpload {
    static final int MAX_ROUNDS = 4;

    private static final int MAX_ASKS = 4;

    /** Rights that are read at the same time. */
    private static final int READ_AT_ONCE = 16;

    private static final Logger log = LoggerFactory.getLogger(OfflineUpload.class);

    private final OfflineUploads.Parts parts;
    private final Lane lane;
    private final LotRules rules;
    private final long nowMs;
    private final List<Item> items;
    private final Map<CredentialId, RightsAtLot> rights = new HashMap<>();
    private final Map<Item, List<PgOffline.Left>> leftBefore = new HashMap<>();
    private final Set<String> sessionsTaken = new HashSet<>();
    private boolean postgresAway;
    private @Nullable Throwable keptBackBy;

    /** One scan of it. */
    static final class Item {
        final OfflineTold told;

        /** Null while it could not be read, since PostgreSQL is away. */
        final @Nullable OfflineFacts facts;

        private UUID key;
        private boolean reused;
        private @Nullable OfflineResult result;

        Item(OfflineTold told, @Nullable OfflineFacts facts) {
            this.told = told;
            this.facts = facts;
            this.key = told.scan().scanId();
        }
    }

    /** An event that the lot has, and of which PostgreSQL's word is awaited. */
    private record Applied(Item item, LotEvent event, Standing standing, boolean fresh) {}

    /** {@code items} in the order in which they were sent. */
    OfflineUpload(OfflineUploads.Parts parts, Lane lane, LotRules rules, long nowMs, List<Item> items) {
        this.parts = parts;
        this.lane = lane;
        this.rules = rules;
        this.nowMs = nowMs;
        this.items = items;
    }

    /**
     * Takes in what can be taken in.
     *
     * @return a result for each scan, in the order in which they were sent; fails with what was away when that kept back all
     */
    Future<List<OfflineResult>> record() {
        List<Item> inOrder = items.stream()
                .sorted(Comparator.comparingLong(item -> item.told.deviceSeq()))
                .toList();
        return round(inOrder, MAX_ROUNDS).compose(x -> refusals(inOrder)).map(x -> {
            Throwable why = keptBackBy;
            if (why != null && items.stream().allMatch(item -> item.result == null)) {
                throw why instanceof RuntimeException thrown ? thrown : new NotDecided(why.toString());
            }
            return items.stream()
                    .map(item -> item.result == null ? OfflineResult.notTaken(item.told) : item.result)
                    .toList();
        });
    }

    private Future<Void> round(List<Item> open, int rounds) {
        if (open.isEmpty() || rounds == 0) {
            return Future.succeededFuture();
        }
        return known(open)
                .compose(known -> judged(open, known).compose(x -> applied(open, known)))
                .compose(this::settled)
                .compose(again -> round(again, rounds - 1));
    }

    /** What is in already; nothing while PostgreSQL is away: then Redis knows of the last minutes, and the fence of the rest. */
    private Future<Map<String, LotEvent>> known(List<Item> open) {
        return parts.records()
                .byKeys(
                        rules.lotId(),
                        open.stream().map(item -> item.key.toString()).toList())
                .onSuccess(known -> postgresAway = false)
                .recover(away -> {
                    log.warn("lot {}: a batch is taken in unasked: {}", rules.lotId(), away.toString());
                    postgresAway = true;
                    return Future.succeededFuture(Map.of());
                });
    }

    // ── Judging: PostgreSQL is asked for all of them at once ────────────────────────────────────────────────────────

    private Future<Void> judged(List<Item> open, Map<String, LotEvent> known) {
        List<Item> entries = open.stream()
                .filter(item -> item.told.granted() && item.facts != null && item.facts.isEntryOfSomebody())
                .filter(item -> !known.containsKey(item.key.toString()))
                .toList();
        if (postgresAway || entries.isEmpty()) {
            return Future.succeededFuture();
        }
        List<CredentialId> unread = entries.stream()
                .map(item -> credential(item))
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
            reading.add(parts.rights().read(credential, rules).onSuccess(read -> rights.put(credential, read)));
        }
        return Future.join(reading)
                .<Void>mapEmpty()
                .recover(away -> {
                    log.warn("lot {}: rights of a batch are not known: {}", rules.lotId(), away.toString());
                    postgresAway = true;
                    return Future.succeededFuture();
                })
                .compose(x -> readRights(unread, to));
    }

    private Future<Void> findLeft(List<Item> entries) {
        List<PgOffline.Entered> entered = entries.stream()
                .map(item -> new PgOffline.Entered(
                        credential(item).text(), facts(item).eventMs()))
                .toList();
        return parts.postgres()
                .leftBefore(rules.lotId(), entered)
                .onSuccess(left -> left.forEach((n, exits) -> leftBefore.put(entries.get(n), exits)))
                .<Void>mapEmpty()
                .otherwiseEmpty(); // then the stay stays open, flagged by nobody: as if no exit were known
    }

    // ── Applying: one after the other ───────────────────────────────────────────────────────────────────────────────

    private Future<List<Applied>> applied(List<Item> open, Map<String, LotEvent> known) {
        List<Applied> all = new ArrayList<>();
        List<Item> waiting = new ArrayList<>(open);
        return applyFrom(waiting, 0, known, all).map(all);
    }

    private Future<Void> applyFrom(List<Item> open, int at, Map<String, LotEvent> known, List<Applied> all) {
        if (at == open.size() || keptBackBy != null) {
            return Future.succeededFuture();
        }
        Item item = open.get(at);
        return one(item, known.get(item.key.toString()), all)
                .recover(failure -> {
                    keptBack(failure);
                    return Future.succeededFuture();
                })
                .compose(x -> applyFrom(open, at + 1, known, all));
    }

    private void keptBack(Throwable failure) {
        Throwable why = Unavailable.of(failure);
        if (why == failure && !(failure instanceof parkgate.http.Problem)) {
            log.error("lot {}: a scan of a batch failed", rules.lotId(), failure);
        }
        keptBackBy = why;
    }

    private Future<Void> one(Item item, @Nullable LotEvent known, List<Applied> all) {
        if (known != null) {
            return known(item, known, Standing.DONE, all);
        } else if (!item.told.granted()) {
            return Future.succeededFuture();
        } else if (item.facts == null) {
            return Future.failedFuture(new NotDecided("a typed number cannot be read now"));
        }
        OfflineFacts facts = item.facts;
        return stepFlag(item, facts).compose(flag -> ask(item, scan(item, facts, flag), MAX_ASKS, all));
    }

    /** The step of a code that a lane accepted is spent, and what the guard says of it is a flag; empty for none. */
    private Future<String> stepFlag(Item item, OfflineFacts facts) {
        Reading.Presented code = facts.presented();
        if (code == null || code.codeClass() == CodeClass.S || !facts.isEntryOfSomebody()) {
            return Future.succeededFuture("");
        }
        return parts.functions()
                .learnStep(
                        code.credential(),
                        facts.eventMs(),
                        code.step(),
                        rules.lotId(),
                        lane.id(),
                        item.key,
                        decisionId(item),
                        Step.at(Instant.ofEpochMilli(nowMs)) + Step.STEPS_AHEAD + Step.MAX_DRIFT)
                .otherwise("AWAY")
                .map(verdict -> switch (verdict) {
                    case "STALE" -> Reason.STALE_CODE.name();
                    case "REPLAYED" -> Reason.REPLAYED.name();
                    case "AWAY" -> "GUARD_AWAY";
                    default -> "";
                });
    }

    private OfflineScan scan(Item item, OfflineFacts facts, String stepFlag) {
        List<String> flags = new ArrayList<>(facts.flags());
        if (item.reused) {
            flags.add("SCAN_ID_REUSED");
        }
        if (!stepFlag.isEmpty() && !flags.contains(stepFlag)) {
            flags.add(stepFlag);
        }
        CredentialId credential = facts.credential();
        String sessionId = NameUuid.sessionId(rules.lotId(), item.key).toString();
        String rightId = "";
        String poolId = "";
        String rootId = "";
        int adjDelta = 0;
        Manner manner =
                item.told.backedOut() ? Manner.BACKED_OUT : credential == null ? Manner.UNMATCHED : Manner.THROUGH;
        if (manner == Manner.BACKED_OUT) {
            flags.add(EventKind.NO_ENTRY.name());
            sessionId = credential == null ? "" : sessionId;
        }
        if (credential != null) {
            RightsAtLot read = rights.get(credential);
            rootId = (read != null && read.known()
                            ? read.root()
                            : parts.credentials().root(credential))
                    .text();
            if (facts.isEntryOfSomebody()) {
                OfflineRight by = OfflineRight.of(read, rules, facts.eventMs());
                by.flags().stream().filter(flag -> !flags.contains(flag)).forEach(flags::add);
                rightId = by.right() == null ? "" : by.right().id().toString();
                poolId = by.right() == null || by.right().poolId() == null
                        ? ""
                        : by.right().poolId();
                PgOffline.Left left = left(item);
                if (left != null) {
                    manner = Manner.LEFT;
                    sessionId = left.sessionId();
                    adjDelta = left.lowered() ? 1 : 0;
                    flags.add("LEFT_ALREADY");
                }
            }
        }
        return new OfflineScan(
                nowMs,
                item.key.toString(),
                manner,
                facts.direction(),
                lane.id(),
                credential == null ? "" : credential.text(),
                rootId,
                facts.codeClass(),
                facts.eventMs(),
                sessionId,
                decisionId(item),
                rightId,
                poolId,
                adjDelta,
                flags,
                facts.extra(),
                rules,
                parts.functions().outboxBound());
    }

    private PgOffline.@Nullable Left left(Item item) {
        return leftBefore.getOrDefault(item, List.of()).stream()
                .filter(left -> sessionsTaken.add(left.sessionId()))
                .findFirst()
                .orElse(null);
    }

    private String decisionId(Item item) {
        return NameUuid.decisionId(rules.lotId(), item.key).toString();
    }

    private Future<Void> ask(Item item, OfflineScan scan, int asks, List<Applied> all) {
        if (asks == 0) {
            return Future.failedFuture(new NotDecided("the lot did not come to an answer"));
        }
        return parts.functions().offline(scan).compose(answer -> {
            if (answer instanceof Answer.Granted granted) {
                all.add(new Applied(item, granted.event(), Standing.OPEN, true));
                return Future.succeededFuture();
            } else if (answer instanceof Answer.Again again) {
                return known(item, again.event(), again.standing(), all);
            } else if (answer instanceof Answer.Cold) {
                return parts.rebuild().cold(rules.lotId()).compose(x -> ask(item, scan, asks - 1, all));
            } else if (answer instanceof Answer.Full) {
                return Future.failedFuture(new NotDecided("too much of the lot waits for PostgreSQL"));
            }
            throw new IllegalStateException("offline does not answer " + answer);
        });
    }

    // ── What is in already ──────────────────────────────────────────────────────────────────────────────────────────

    private Future<Void> known(Item item, LotEvent event, Standing standing, List<Applied> all) {
        if (!isSame(item, event)) {
            return another(item, all);
        }
        boolean online = !event.flags().contains(OfflineFacts.OFFLINE);
        boolean grant = event.kind() == EventKind.ENTRY || event.kind() == EventKind.EXIT;
        if (!online || !grant || (event.direction() == Direction.EXIT && event.deadlineMs() == 0)) {
            all.add(new Applied(item, event, standing, false));
            return Future.succeededFuture();
        }
        // The service had granted it and the lane never heard: what the car did is the passage of that grant.
        Passages.Outcome did =
                item.told.granted() && !item.told.backedOut() ? Passages.Outcome.CONFIRMED : Passages.Outcome.NO_ENTRY;
        String extra = item.facts == null ? "" : item.facts.extra();
        return parts.settling()
                .settle(
                        rules.lotId(),
                        event,
                        standing,
                        durability -> Optional.of(durability),
                        () -> Future.succeededFuture(Optional.<Durability>empty()))
                .compose(stands -> stands.isEmpty()
                        ? Future.failedFuture(new NotDecided("its grant was dropped by a rebuild"))
                        : parts.passages().report(lane, UUID.fromString(event.decisionId()), did, extra))
                .map(reported -> {
                    all.add(new Applied(item, event, Standing.DONE, false));
                    return null;
                });
    }

    private boolean isSame(Item item, LotEvent event) {
        CredentialId shown = item.facts == null ? null : item.facts.credential();
        boolean sameHolder = shown == null
                || event.credentialId().isEmpty()
                || event.credentialId().equals(shown.text())
                || event.rootId().equals(parts.credentials().root(shown).text());
        return sameHolder && event.laneId().equals(lane.id());
    }

    /** Another scan has had this scanId: what happened is a fact all the same, under an id of its own. */
    private Future<Void> another(Item item, List<Applied> all) {
        if (!item.told.granted()) {
            return Future.succeededFuture();
        }
        if (item.reused) {
            return Future.failedFuture(new NotDecided("a scanId is in use twice over"));
        }
        item.reused = true;
        CredentialId shown = item.facts == null ? null : item.facts.credential();
        item.key = NameUuid.scanIdInstead(
                lane.id(),
                item.told.scan().scanId(),
                item.told.deviceSeq(),
                item.told.eventMs(),
                shown == null ? "" : shown.text());
        return parts.records()
                .byKey(rules.lotId(), item.key.toString())
                .otherwise((LotEvent) null)
                .compose(event -> event != null
                        ? known(item, event, Standing.DONE, all)
                        : judged(List.of(item), Map.of()).compose(x -> one(item, null, all)));
    }

    // ── Settling ────────────────────────────────────────────────────────────────────────────────────────────────────

    /** Those that a rebuild dropped, and that are to be told again. */
    private Future<List<Item>> settled(List<Applied> all) {
        List<Item> again = new ArrayList<>();
        List<Future<?>> settling = new ArrayList<>();
        for (Applied one : all) {
            Supplier<Future<Boolean>> dropped = () -> {
                again.add(one.item());
                return Future.succeededFuture(false);
            };
            settling.add(parts.settling()
                    .settle(
                            rules.lotId(),
                            one.event(),
                            one.standing(),
                            durability -> {
                                one.item().result = result(one, durability);
                                return true;
                            },
                            dropped)
                    .recover(failure -> {
                        keptBack(failure);
                        return Future.succeededFuture(false);
                    }));
        }
        return Future.join(settling).map(x -> {
            again.sort(Comparator.comparingLong(item -> item.told.deviceSeq()));
            return again;
        });
    }

    private OfflineResult result(Applied one, Durability durability) {
        LotEvent event = one.event();
        if (event.kind() == EventKind.ENTRY
                && event.flags().contains(OfflineFacts.OFFLINE)
                && event.flags().contains(Reason.PASSBACK.name())) {
            parts.doubles().doubleAdmit(rules.lotId(), lane.id(), event.sessionId());
        }
        String session = event.sessionId().isEmpty() ? null : event.sessionId();
        if (!one.fresh()) {
            return OfflineResult.known(one.item().told, event.flags(), session, durability);
        }
        return OfflineResult.taken(one.item().told, event.flags(), session, durability);
    }

    // ── Refusals ────────────────────────────────────────────────────────────────────────────────────────────────────

    /** What the lane refused is written down, in one statement; while PostgreSQL is away the lane keeps it. */
    private Future<Void> refusals(List<Item> inOrder) {
        List<Item> refused = inOrder.stream()
                .filter(item -> !item.told.granted() && item.result == null)
                .toList();
        return parts.postgres()
                .deny(refused.stream().map(this::refusal).toList())
                .onSuccess(fresh -> refused.forEach(item -> item.result = fresh.contains(refusalId(item))
                        ? OfflineResult.taken(item.told, refusalFlags(item), null, Durability.COMMITTED)
                        : OfflineResult.known(item.told, refusalFlags(item), null, Durability.COMMITTED)))
                .<Void>mapEmpty()
                .recover(away -> {
                    keptBack(away);
                    return Future.succeededFuture();
                });
    }

    private UUID refusalId(Item item) {
        return NameUuid.refusalId(lane.id(), item.told.scan().scanId());
    }

    private List<String> refusalFlags(Item item) {
        boolean doubted = item.facts != null && item.facts.flags().contains(OfflineFacts.CLOCK);
        return doubted ? List.of(OfflineFacts.OFFLINE, OfflineFacts.CLOCK) : List.of(OfflineFacts.OFFLINE);
    }

    private PgOffline.Refusal refusal(Item item) {
        Reason reason = reason(item.told.reason());
        CredentialId credential = item.facts == null ? null : item.facts.credential();
        return new PgOffline.Refusal(
                new Denials.Denial(
                        refusalId(item),
                        item.told.scan().scanId(),
                        rules.lotId(),
                        lane.id(),
                        OfflineFacts.direction(item.told, lane),
                        credential == null ? "" : credential.text(),
                        reason,
                        OfflineFacts.eventMs(item.told, nowMs),
                        nowMs),
                item.told.reason().isEmpty() ? reason.name() : item.told.reason());
    }

    /** A word of the glossary as it is; of the lane's own words that its pack did not allow it. */
    private static Reason reason(String word) {
        for (Reason reason : Reason.values()) {
            if (reason != Reason.OK && reason.name().equals(word)) {
                return reason;
            }
        }
        return Reason.LANE_NOT_ALLOWED;
    }

    private static OfflineFacts facts(Item item) {
        if (item.facts == null) {
            throw new IllegalStateException("a scan that was not read is not judged");
        }
        return item.facts;
    }

    private static CredentialId credential(Item item) {
        CredentialId credential = facts(item).credential();
        if (credential == null) {
            throw new IllegalStateException("a code that is nobody's has no rights");
        }
        return credential;
    }
}
