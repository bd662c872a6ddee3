package parkgate.scan;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.core.access.Direction;
import parkgate.http.JsonBody;
import parkgate.http.Problem;
import parkgate.http.Problem.FieldError;

/** Reads the body of a batch as the contract's schema {@code ScanBatch} has it; a test holds it to the schema. */
final class BatchReader {
    /** Scans of one batch. */
    static final int MAX_SCANS = 500;

    /** A batch of so many long codes fits, bytes. */
    static final int MAX_BYTES = 512 * 1_024;

    /** Bad fields that are named; a batch may have thousands. */
    private static final int MAX_ERRORS = 50;

    private static final Set<String> FIELDS = Set.of(
            "scanId",
            "code",
            "vehiclePresent",
            "plate",
            "eventTime",
            "deviceSeq",
            "offlineDecision",
            "offlineReason",
            "direction",
            "outcome");
    private static final Set<String> ANY_TEXT = Set.of("code");

    /** Of {@code /scans/0/code}: in an object, in a list, in the body. */
    private static final int CODE_DEPTH = 4;

    private final List<FieldError> errors = new ArrayList<>();

    private BatchReader() {}

    /**
     * The scans that a body holds.
     *
     * @throws Problem 400 when it is no JSON, 422 naming bad fields, at most {@value #MAX_ERRORS}
     */
    static List<OfflineTold> read(Buffer body) {
        return new BatchReader().scans(JsonBody.parse(body, ANY_TEXT, CODE_DEPTH));
    }

    private List<OfflineTold> scans(JsonObject body) {
        for (String name : body.fieldNames()) {
            if (!name.equals("scans")) {
                throw Problem.invalid(
                        "/" + (name.length() <= 64 ? name : name.substring(0, 64)), "is not a known field");
            }
        }
        if (!(body.getValue("scans") instanceof JsonArray list)) {
            throw Problem.invalid("/scans", "must be a list");
        }
        if (list.isEmpty() || list.size() > MAX_SCANS) {
            throw Problem.invalid("/scans", "must have 1 to " + MAX_SCANS + " scans");
        }
        List<OfflineTold> told = new ArrayList<>(list.size());
        for (int i = 0; i < list.size() && errors.size() < MAX_ERRORS; i++) {
            OfflineTold one = one(list.getValue(i), "/scans/" + i);
            if (one != null) {
                told.add(one);
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors.subList(0, Math.min(MAX_ERRORS, errors.size())));
        }
        return told;
    }

    private @Nullable OfflineTold one(@Nullable Object item, String pointer) {
        if (!(item instanceof JsonObject object)) {
            errors.add(new FieldError(pointer, "must be an object"));
            return null;
        }
        ScanReader fields = new ScanReader(object, pointer, errors);
        fields.need("eventTime", "deviceSeq", "offlineDecision");
        Scan scan = fields.scan(FIELDS);
        String decision = fields.word("offlineDecision", Set.of("GRANTED", "DENIED"));
        String reason = fields.anyWord("offlineReason");
        String direction = fields.word("direction", Set.of("ENTRY", "EXIT"));
        String outcome = fields.word("outcome", Set.of("CONFIRMED", "NO_ENTRY"));
        return scan == null
                ? null
                : new OfflineTold(
                        scan,
                        "GRANTED".equals(decision),
                        reason == null ? "" : reason,
                        direction == null ? null : Direction.valueOf(direction),
                        "NO_ENTRY".equals(outcome));
    }
}
