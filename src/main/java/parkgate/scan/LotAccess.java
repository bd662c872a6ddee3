package parkgate.scan;

import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parkgate.core.CredentialId;
import parkgate.core.access.Direction;
import parkgate.core.access.EventKind;
import parkgate.core.access.LotEvent;
import parkgate.http.Problem;
import parkgate.scan.Decision.Denied;
import parkgate.scan.Decision.Granted;

/**
 * Asks the lot, and does what the lot lacks until it can answer: one Redis call when all is warm.
 *
 * <pre>
 * COLD     rebuild the lot from PostgreSQL            ask again
 * MISS     read the rights, put them beside the lot   ask again
 * ROOT     find out where a re-issued credential belongs
 * UNSURE   PostgreSQL says whether this scanId was answered before
 * GRANTED  record it, then answer
 * ANSWER   the same again; where that is the passage of an entry that nobody was told, record this too
 * </pre>
 */
final class LotAccess {
    /** Times that a lot is asked for one scan: cold, miss, root, unsure, and once more after a rebuild of each kind. */
    private static final int MAX_ASKS = 8;

    /** Times that a scan is decided after its event was refused. */
    private static final int MAX_DECISIONS = 2;

    private static final Logger log = LoggerFactory.getLogger(LotAccess.class);

    private final LotFunctions functions;
    private final Rebuild rebuild;
    private final PgRecords records;
    private final Settling settling;
    private final Passages passages;
    private final Ports.Rights rights;
    private final Supplier<UUID> ids;

    /**
     * Asks through these.
     *
     * @param ids for refusals and claims, which follow from nothing: random
     */
    LotAccess(
            LotFunctions functions,
            Rebuild rebuild,
            PgRecords records,
            Settling settling,
            Passages passages,
            Ports.Rights rights,
            Supplier<UUID> ids) {
        this.functions = functions;
        this.rebuild = rebuild;
        this.records = records;
        this.settling = settling;
        this.passages = passages;
        this.rights = rights;
        this.ids = ids;
    }

    /** Decides; fails with {@link NotDecided} or with what was away. */
    Future<Decision> decide(Question question) {
        if (!functions.claimsStep(question)) {
            return decide(question, Claim.NONE, MAX_DECISIONS);
        }
        String token = ids.get().toString();
        return functions
                .claimStep(question, token)
                .otherwise(Claim.AWAY)
                .compose(verdict -> decide(question, new Claim(verdict, token), MAX_DECISIONS));
    }

    private Future<Decision> decide(Question question, Claim claim, int decisions) {
        return decisions == 0
                ? Future.failedFuture(new NotDecided("the lot was rebuilt twice meanwhile"))
                : ask(question, claim, MAX_ASKS, decisions);
    }

    /** A scan that accepts no step burns none. What it claimed is known by its token, whatever the claim was answered. */
    private void giveStepBack(Question question, Claim claim) {
        if (!claim.token().isEmpty()) {
            functions
                    .giveStepBack(question.credential().text(), claim.token())
                    .onFailure(e -> log.debug("a step stays spent: {}", e.toString()));
        }
    }

    /** Only a call that never saw a grant gives back: what was granted may yet stand. An exit accepts no step. */
    private Claim granted(Question question, Claim claim, LotEvent event) {
        if (event.direction() == Direction.EXIT) {
            giveStepBack(question, claim);
        }
        return claim.kept();
    }

    private Future<Decision> ask(Question q, Claim claim, int asks, int decisions) {
        if (asks == 0) {
            return Future.failedFuture(new NotDecided("the lot did not come to an answer"));
        }
        return functions.access(q, claim.verdict()).compose(answer -> act(q, claim, asks - 1, decisions, answer));
    }

    private Future<Decision> act(Question q, Claim claim, int asks, int decisions, Answer answer) {
        String lotId = q.rules().lotId();
        if (answer instanceof Answer.Granted granted) {
            Claim kept = granted(q, claim, granted.event());
            return settle(q, kept, Standing.OPEN, granted.event(), granted.counts(), false, decisions);
        } else if (answer instanceof Answer.Denied denied) {
            giveStepBack(q, claim);
            return Future.succeededFuture(
                    new Denied(ids.get(), denied.reason(), denied.direction(), denied.counts(), denied.pool()));
        } else if (answer instanceof Answer.Again again) {
            requireSameScan(q, claim, again.event());
            Claim kept = granted(q, claim, again.event());
            return settle(q, kept, again.standing(), again.event(), again.counts(), true, decisions)
                    .compose(told -> toldNow(q, again.event(), again.unconfirmed(), told));
        } else if (answer instanceof Answer.Repeat repeat) {
            Claim kept = granted(q, claim, repeat.event());
            return settle(q, kept, repeat.standing(), repeat.event(), repeat.counts(), true, decisions)
                    .compose(told -> toldNow(q, repeat.event(), repeat.unconfirmed(), told));
        } else if (answer instanceof Answer.Cold) {
            return rebuild.cold(lotId).compose(x -> ask(q.asked(false), claim, asks, decisions));
        } else if (answer instanceof Answer.Miss) {
            return rights.read(q.credential(), q.rules())
                    .compose(read -> functions.putRight(lotId, q.credential(), read))
                    .compose(x -> ask(q, claim, asks, decisions));
        } else if (answer instanceof Answer.Root root) {
            return root(q, root.root()).compose(known -> ask(known, claim, asks, decisions));
        } else if (answer instanceof Answer.Unsure unsure) {
            return known(q, unsure.decisionId(), claim, asks, decisions);
        }
        throw new IllegalStateException("access does not answer " + answer);
    }

    private Future<Question> root(Question q, String root) {
        if (!root.isEmpty()) {
            return Future.succeededFuture(q.withRoot(new CredentialId(root)));
        }
        return rights.read(q.credential(), q.rules())
                .map(read -> q.withRoot(read.known() ? read.root() : q.root()))
                // PostgreSQL is away: nobody is trapped for want of it.
                .otherwise(q.withRoot(q.root()));
    }

    private Future<Decision> known(Question q, String decisionId, Claim claim, int asks, int decisions) {
        return records.byKeyOrDecision(q.rules().lotId(), q.scanId().toString(), decisionId)
                .compose(event -> {
                    if (event == null) {
                        return ask(q.asked(true), claim, asks, decisions);
                    }
                    requireSameScan(q, claim, event);
                    Counts then = new Counts(event.open(), event.adj(), event.atMs());
                    Decision told = granted(event, true, Durability.COMMITTED, then);
                    boolean perhapsUnconfirmed =
                            event.kind() == EventKind.ENTRY && !q.lane().confirmPassage();
                    return toldNow(q, event, perhapsUnconfirmed, told);
                });
    }

    /** A grant is given again to the lane and the credential that it was given to, and to nobody else. */
    private void requireSameScan(Question q, Claim claim, LotEvent event) {
        boolean sameHolder = event.credentialId().equals(q.credential().text())
                || event.rootId().equals(q.root().text());
        if (!sameHolder || !event.laneId().equals(q.lane().id())) {
            giveStepBack(q, claim);
            throw Problem.conflict("scan-id-reused", "This scanId was used for another scan")
                    .detail("Each scan takes a fresh UUID; only a repeat of the same scan sends it again.");
        }
    }

    private Future<Decision> settle(
            Question q,
            Claim claim,
            Standing standing,
            LotEvent event,
            Counts counts,
            boolean replayed,
            int decisions) {
        return settling.settle(
                q.rules().lotId(),
                event,
                standing,
                durability -> granted(event, replayed, durability, counts),
                () -> decide(q.asked(false), claim, decisions - 1));
    }

    /**
     * Where nobody was told of an entry before and its lane reports nothing, telling it is its passage: the car is in,
     * also when its grant has expired meanwhile.
     */
    private Future<Decision> toldNow(Question q, LotEvent grant, boolean unconfirmed, Decision told) {
        if (!unconfirmed) {
            return Future.succeededFuture(told);
        }
        return passages.report(q.lane(), UUID.fromString(grant.decisionId()), Passages.Outcome.CONFIRMED, "")
                .map(told);
    }

    private static Decision granted(LotEvent event, boolean replayed, Durability durability, Counts counts) {
        Direction direction = event.direction();
        return new Granted(
                event.decisionId(),
                event.sessionId(),
                event.rightId(),
                direction == null ? Direction.ENTRY : direction,
                event.deadlineMs(),
                replayed,
                durability,
                counts);
    }
}
