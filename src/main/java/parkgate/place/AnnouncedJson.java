package parkgate.place;

import io.vertx.core.json.JsonObject;
import parkgate.core.CodeClass;
import parkgate.core.access.LotRules;

/** Rules that are announced, as the API writes them. What a request leaves out stays as it is in force now. */
final class AnnouncedJson {
    private AnnouncedJson() {}

    /** The rules that a body, which is valid by the contract, describes for a lot; whole. */
    static Announced rules(Place now, JsonObject body) {
        Integer capacity = body.containsKey("capacity")
                ? body.getInteger("capacity")
                : (now.capacity() == LotRules.UNLIMITED ? null : (Integer) now.capacity());
        return new Announced(
                now.id(),
                capacity,
                one(LotRules.Status.class, body, "status", now.status()),
                one(LotRules.Passback.class, body, "passback", now.passback()),
                one(CodeClass.class, body, "minAssurance", now.minAssurance()),
                body.getBoolean("admitTransients", now.admitTransients()),
                one(LotRules.NoOpenSession.class, body, "noOpenSession", now.noOpenSession()),
                one(LotRules.RevokedExit.class, body, "revokedExit", now.revokedExit()),
                one(LotRules.FullPolicy.class, body, "fullPolicy", now.fullPolicy()),
                one(StalePack.class, body, "stalePack", now.stalePack()),
                body.getInteger("passageTimeoutSeconds", now.passageTimeoutS()));
    }

    private static <E extends Enum<E>> E one(Class<E> type, JsonObject body, String field, E otherwise) {
        String word = body.getString(field);
        return word == null ? otherwise : Enum.valueOf(type, word);
    }
}
