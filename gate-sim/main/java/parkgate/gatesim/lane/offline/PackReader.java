package parkgate.gatesim.lane.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.access.LaneDirection;
import parkgate.core.code.Kid;
import parkgate.core.code.Signatures;
import parkgate.core.code.VerifyingKey;

/** Reads a pack: first whether a known key signed it, then what it says. */
public final class PackReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;
    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private final Signatures signatures;

    public PackReader(Signatures signatures) {
        this.signatures = signatures;
    }

    /**
     * Reads a message.
     *
     * @param trusted the raw Ed25519 keys that may sign it, by name
     * @throws PackRefused with why it is not believed, or cannot be read
     */
    public Pack read(byte[] message, Map<Kid, byte[]> trusted) throws PackRefused {
        CoseMessage cose = CoseMessage.read(message);
        if (cose == null) {
            throw new PackRefused("it is no COSE_Sign1 message of ours");
        }
        byte[] x = trusted.get(cose.kid());
        VerifyingKey key = x == null ? null : signatures.ed25519(x);
        if (key == null) {
            throw new PackRefused("no known key signed it (kid " + cose.kid().hex() + ")");
        }
        if (!key.verifies(cose.toBeSigned(), cose.signature())) {
            throw new PackRefused("its signature is not good");
        }
        try {
            return pack(JSON.readTree(cose.payload()));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new PackRefused("it is signed, but cannot be read: " + reason(e));
        }
    }

    /** Jackson quotes what it read, which may be anything. */
    private static String reason(Exception e) {
        return e instanceof JsonProcessingException broken
                ? broken.getOriginalMessage()
                : String.valueOf(e.getMessage());
    }

    private Pack pack(JsonNode json) throws IOException {
        if (json.path("pack").asInt() != FORMAT) {
            throw new IllegalArgumentException("pack " + json.path("pack") + " is another format than 1");
        }
        StatusBits status = new StatusBits();
        for (JsonNode list : json.path("statusLists")) {
            status.put(list.path("shard").asLong(), base64(list, "zlib"));
        }
        Map<CredentialId, CodeClass> classes = new HashMap<>();
        Map<CredentialId, List<PackRight>> rights = new HashMap<>();
        for (JsonNode right : json.path("rights")) {
            CredentialId credential = new CredentialId(text(right, "credentialId"));
            classes.put(credential, CodeClass.valueOf(text(right, "class")));
            rights.computeIfAbsent(credential, id -> new ArrayList<>(1)).add(right(right));
        }
        JsonNode lane = json.path("lane");
        return new Pack(
                json.path("version").asLong(),
                text(json, "lotId"),
                text(json, "laneId"),
                Instant.parse(text(json, "issuedAt")),
                Instant.parse(text(json, "staleAfter")),
                codeKeys(json.path("codeKeys")),
                packKeys(json.path("packKeys")),
                status,
                lot(json.path("lot")),
                new Pack.LaneTerms(
                        LaneDirection.valueOf(text(lane, "direction")),
                        lane.path("confirmPassage").asBoolean(true),
                        lane.path("passageTimeoutSeconds").asInt(60)),
                classes,
                rights,
                json.path("rightsLeftOut").asLong());
    }

    private Map<Kid, Pack.CodeKey> codeKeys(JsonNode keys) {
        Map<Kid, Pack.CodeKey> byKid = new HashMap<>();
        for (JsonNode json : keys) {
            VerifyingKey key = signatures.ed25519(base64(json, "x"));
            if (key == null) {
                throw new IllegalArgumentException("a code key is no Ed25519 key");
            }
            byKid.put(Kid.ofHex(text(json, "kid")), new Pack.CodeKey(key, time(json.path("until")), classes(json)));
        }
        return byKid;
    }

    /** A key that says nothing of classes is one of all. */
    private static Set<CodeClass> classes(JsonNode key) {
        Set<CodeClass> classes = EnumSet.noneOf(CodeClass.class);
        key.path("classes").forEach(word -> classes.add(CodeClass.valueOf(word.asText())));
        return key.has("classes") ? classes : EnumSet.allOf(CodeClass.class);
    }

    private static Map<Kid, byte[]> packKeys(JsonNode keys) {
        Map<Kid, byte[]> byKid = new HashMap<>();
        for (JsonNode key : keys) {
            byKid.put(Kid.ofHex(text(key, "kid")), base64(key, "x"));
        }
        return byKid;
    }

    private static LotTerms lot(JsonNode lot) {
        return new LotTerms(
                ZoneId.of(text(lot, "timeZone")),
                LotTerms.Status.valueOf(text(lot, "status")),
                text(lot, "passback").equals("HARD"),
                CodeClass.valueOf(text(lot, "minAssurance")),
                lot.path("admitTransients").asBoolean(),
                text(lot, "revokedExit").equals("CALL_ATTENDANT"),
                lot.path("capacity").isInt() ? lot.path("capacity").asInt() : null,
                text(lot, "fullPolicy").equals("SOFT"),
                LotTerms.StalePack.valueOf(text(lot, "stalePack")));
    }

    private static PackRight right(JsonNode right) {
        List<Window> windows = new ArrayList<>();
        for (JsonNode window : right.path("recurring")) {
            int days = 0;
            for (JsonNode day : window.path("days")) {
                days |= 1 << DAYS.indexOf(day.asText());
            }
            windows.add(new Window(days, minute(text(window, "from")), minute(text(window, "to"))));
        }
        Instant from = time(right.path("validFrom"));
        Instant until = time(right.path("validUntil"));
        return new PackRight(
                text(right, "type").equals("STAFF"),
                from == null ? Instant.MIN : from,
                until == null ? Instant.MAX : until,
                windows,
                PackRight.OfflinePolicy.valueOf(text(right, "offlinePolicy")));
    }

    private static int minute(String time) {
        return time.equals("24:00") ? 24 * 60 : LocalTime.parse(time).toSecondOfDay() / 60;
    }

    private static @Nullable Instant time(JsonNode value) {
        return value.isTextual() ? Instant.parse(value.asText()) : null;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("it has no text " + field);
        }
        return value.asText();
    }

    private static byte[] base64(JsonNode json, String field) {
        return Base64.getUrlDecoder().decode(text(json, field));
    }
}
