package parkgate.session;

import io.vertx.core.Future;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parkgate.core.Reason;
import parkgate.http.Call;
import parkgate.http.Cursor;
import parkgate.http.Page;
import parkgate.http.Problem;
import parkgate.http.Reply;

/** {@code GET /v1/scans}: grants and denials in one list. */
final class ScanListRoute {
    private final PgScans scans;
    private final LotsInReach reach;

    ScanListRoute(PgScans scans, LotsInReach reach) {
        this.scans = scans;
        this.reach = reach;
    }

    Future<Reply> list(Call call) {
        Page page = Page.of(call);
        String decision = decision(call.query("decision"));
        String reason = reason(call.query("reason"));
        boolean granted = Reason.OK.name().equals(reason);
        PgScans.Query query = new PgScans.Query(
                reach.of(call.caller(), call.query("placeId")),
                call.query("laneId"),
                call.query("credentialId"),
                !ScanRecord.DENIED.equals(decision) && (reason == null || granted),
                !ScanRecord.GRANTED.equals(decision) && !granted,
                reason,
                Stretch.of(call),
                After.of(page),
                page.rows());
        return scans.list(query)
                .map(found -> page.reply(
                        found,
                        ScanRecord::json,
                        last -> new Cursor(
                                last.receivedTime(), last.decisionId().toString())));
    }

    private static @Nullable String decision(@Nullable String word) {
        if (word == null || word.equals(ScanRecord.GRANTED) || word.equals(ScanRecord.DENIED)) {
            return word;
        }
        throw Problem.invalid("decision", "is not GRANTED or DENIED");
    }

    private static @Nullable String reason(@Nullable String word) {
        if (word == null
                || Arrays.stream(Reason.values()).anyMatch(one -> one.name().equals(word))) {
            return word;
        }
        throw Problem.invalid("reason", "is not a reason of the contract");
    }
}
