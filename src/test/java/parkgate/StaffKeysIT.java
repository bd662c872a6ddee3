package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What becomes of the keys that somebody made when their account is deleted. */
class StaffKeysIT extends InScene {

    private static JsonObject officer() {
        return scene.staff("DISTRICT", "'placeId':'district'");
    }

    /** @param maker a session or a key */
    private static String made(String maker, String kind) {
        return scene.questions()
                .of("createAccessKey")
                .key(maker)
                .body(new JsonObject().put("kind", kind).put("placeId", "district"))
                .ask()
                .expect(201)
                .text("key");
    }

    private static int asked(String key) {
        return scene.questions()
                .of("getOccupancy")
                .at("placeId", "lot")
                .key(key)
                .ask()
                .status();
    }

    private static void delete(JsonObject account, String query) {
        scene.questions()
                .of("deleteStaff")
                .at("staffId", account.getString("staffId"))
                .key(Scene.ADMIN)
                .query(query)
                .ask()
                .expect(204);
    }

    @Test
    void who_leaves_keeps_no_key_and_none_that_was_made_with_one() {
        JsonObject leaver = officer();
        String session = scene.session(leaver);
        String ops = made(session, "ops");
        String api = made(session, "api");
        String follower = made(ops, "ops");
        String others = made(scene.session(officer()), "ops");
        String lane = scene.questions()
                .of("createLaneKey")
                .at("lotId", "lot")
                .at("laneId", "entry")
                .key(session)
                .ask()
                .expect(201)
                .text("key");
        for (String key : new String[] {ops, api, follower, others, lane}) {
            assertEquals(200, asked(key));
        }
        delete(leaver, "");
        for (String key : new String[] {ops, api, follower}) {
            assertEquals(401, asked(key));
        }
        assertEquals(200, asked(others), "somebody else's");
        assertEquals(200, asked(lane), "a gate does not stop because somebody left");
        String audit = scene.questions()
                .of("listAudit")
                .key(Scene.ADMIN)
                .query("action=key.revoked")
                .ask()
                .expect(200)
                .body()
                .encode();
        for (String key : new String[] {ops, api, follower}) {
            assertTrue(audit.contains(key.split("_", -1)[2]), audit);
        }
    }

    @Test
    void keys_that_others_have_taken_over_stay_where_that_is_said() {
        JsonObject leaver = officer();
        String key = made(scene.session(leaver), "api");
        delete(leaver, "keepKeys=true");
        assertEquals(200, asked(key));
    }

    @Test
    void a_key_that_is_revoked_takes_none_with_it() {
        String first = made(Scene.ADMIN, "ops");
        String next = made(first, "ops");
        scene.questions()
                .of("deleteAccessKey")
                .at("keyId", first.split("_", -1)[2])
                .key(Scene.ADMIN)
                .ask()
                .expect(204);
        assertEquals(401, asked(first));
        assertEquals(200, asked(next));
    }
}
