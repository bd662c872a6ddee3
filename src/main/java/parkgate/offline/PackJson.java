package parkgate.offline;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.core.CodeClass;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.http.TimeZoneName;
import parkgate.signing.KeyPurpose;
import parkgate.signing.KeySet;
import parkgate.signing.PublicKeyInfo;

/** A pack's payload, as docs/lanes.md has it. */
final class PackJson {
    private PackJson() {}

    /** What does not depend on the moment at which it is made. */
    record Content(
            LotRules rules,
            String stalePack,
            Lane lane,
            KeySet keys,
            String statusLists,
            String statusListVersion,
            PackRights.Part rights) {}

    /** Everything but when it was made and its version: the same content is the same text. */
    static String body(Content content) {
        JsonObject head = new JsonObject()
                .put("lotId", content.lane().lotId())
                .put("laneId", content.lane().id())
                .put("keySetVersion", content.keys().version())
                .put("codeKeys", keys(content.keys(), false))
                .put("packKeys", keys(content.keys(), true))
                .put("lot", lot(content.rules(), content.stalePack()))
                .put("lane", lane(content.lane(), content.rules()));
        String text = head.encode();
        return text.substring(1, text.length() - 1)
                + ",\"statusLists\":["
                + content.statusLists()
                + "],\"rights\":["
                + content.rights().entries()
                + "],\"rightsLeftOut\":"
                + content.rights().leftOut()
                + '}';
    }

    static byte[] whole(String body, long version, String statusListVersion, Instant issuedAt) {
        JsonObject head = new JsonObject()
                .put("pack", 1)
                .put("version", version)
                .put("issuedAt", issuedAt.toString())
                .put("staleAfter", issuedAt.plus(Packs.FRESH).toString())
                .put("statusListVersion", statusListVersion);
        String text = head.encode();
        return (text.substring(0, text.length() - 1) + ',' + body).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonArray keys(KeySet set, boolean ofPacks) {
        JsonArray keys = new JsonArray();
        for (PublicKeyInfo key : set.keys()) {
            if (ofPacks ? key.purpose() == KeyPurpose.STATUS : !key.classes().isEmpty()) {
                JsonObject json = new JsonObject()
                        .put("kid", key.kid().hex())
                        .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(key.x()));
                if (!ofPacks) {
                    List<String> classes =
                            key.classes().stream().sorted().map(CodeClass::name).toList();
                    json.put("classes", new JsonArray(classes)).put("until", (@Nullable String) null);
                }
                keys.add(json);
            }
        }
        return keys;
    }

    private static JsonObject lot(LotRules rules, String stalePack) {
        return new JsonObject()
                .put("timeZone", TimeZoneName.of(rules.zone()))
                .put("status", rules.status().name())
                .put("passback", rules.passback().name())
                .put("minAssurance", rules.minAssurance().name())
                .put("admitTransients", rules.admitTransients())
                .put("noOpenSession", rules.noOpenSession().name())
                .put("revokedExit", rules.revokedExit().name())
                .put("capacity", rules.capacity() == LotRules.UNLIMITED ? null : (Integer) rules.capacity())
                .put("fullPolicy", rules.fullPolicy().name())
                .put("stalePack", stalePack);
    }

    private static JsonObject lane(Lane lane, LotRules rules) {
        return new JsonObject()
                .put("direction", lane.direction().name())
                .put("confirmPassage", lane.confirmPassage())
                .put("passageTimeoutSeconds", rules.passageTimeoutMs() / 1_000);
    }
}
