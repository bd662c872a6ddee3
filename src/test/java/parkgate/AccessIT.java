package parkgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parkgate.contract.Operation;

/** Every operation with every key that must not open it: docs/ACCESS.md, tried at the whole service. */
class AccessIT extends InScene {
    /** What nobody should be told before the key is looked at: whether this exists, is well-formed, is too much. */
    private static final List<String> ODD_IDS = List.of("nowhere", "%00", "018f6b1e-7c6e-7b43-9c5a-3b1f6f1c2d3e");

    /** Operations that may answer a key of another place with less instead of 403, since they name no place in their path. */
    private static final Set<String> LESS_INSTEAD = Set.of("GET");

    private static final List<String> WRONG = new ArrayList<>();

    private static Questions.Question atOdd(Operation operation, String id) {
        Questions.Question question = scene.questions().of(operation);
        operation.parameters("path").forEach(parameter -> question.at(parameter.getString("name"), id));
        return question;
    }

    /** The same request as it should be, about nothing that exists, and as it should not be. */
    private static List<Questions.Question> everyWay(Operation operation) {
        List<Questions.Question> ways = new ArrayList<>();
        ways.add(scene.atKnown(scene.questions().of(operation), operation));
        for (String id : operation.parameters("path").isEmpty() ? List.of("") : ODD_IDS) {
            ways.add(atOdd(operation, id).query("limit=x&nosuch=1"));
            if (operation.body().isPresent()) {
                ways.add(atOdd(operation, id).body("{"));
                ways.add(atOdd(operation, id)
                        .header("Content-Type", "text/plain")
                        .body("x"));
                ways.add(atOdd(operation, id).body("{\"nosuch\":1}"));
                ways.add(atOdd(operation, id).body("x".repeat(70_000)));
            }
        }
        return ways;
    }

    private static void expect(int status, Operation operation, String who, String key) {
        for (Questions.Question question : everyWay(operation)) {
            Questions.Heard heard = question.key(key).ask();
            if (heard.status() != status) {
                WRONG.add(operation + " with " + who + ": " + heard + ", not " + status);
            }
        }
    }

    private static Map<String, String> badKeys() {
        Map<String, String> bad = new HashMap<>(scene.revokedKeys());
        bad.putAll(scene.expiredKeys());
        String good = scene.key("ops");
        bad.put("an unknown key", good.substring(0, 7) + "0123456789abcdef_" + "0".repeat(64));
        bad.put("another secret", good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0"));
        bad.put("another kind", good.replace("pg_ops_", "pg_api_"));
        bad.put("an admin's kind", good.replace("pg_ops_", "pg_admin_"));
        bad.put("no key at all", "x");
        return bad;
    }

    private static void assertNoneWrong() {
        List<String> found = List.copyOf(WRONG);
        WRONG.clear();
        assertTrue(
                found.isEmpty(),
                () -> found.size() + " wrong, like\n"
                        + String.join("\n", found.subList(0, Math.min(30, found.size()))));
    }

    @Test
    void without_a_good_key_the_answer_is_401_whatever_is_asked() {
        Map<String, String> bad = badKeys();
        for (Operation operation : scene.questions().operations()) {
            if (operation.open()) {
                continue;
            }
            if (!operation.keyless()) {
                expect(401, operation, "no key", null);
            }
            // All of them at one operation, some at each: more than enough, and fewer than are slowed.
            List<String> names = bad.keySet().stream().sorted().toList();
            int turn = Math.floorMod(operation.id().hashCode(), names.size());
            for (int i = 0; i < (operation.id().equals("getPlace") ? names.size() : 3); i++) {
                String name = names.get((turn + i) % names.size());
                Questions.Heard heard = scene.atKnown(scene.questions().of(operation), operation)
                        .key(bad.get(name))
                        .ask();
                if (heard.status() != 401) {
                    WRONG.add(operation + " with " + name + ": " + heard);
                }
            }
            expect(401, operation, "an unknown key", bad.get("an unknown key"));
        }
        assertNoneWrong();
    }

    @Test
    void a_key_of_a_kind_that_may_not_call_is_told_403_whatever_is_asked() {
        int tried = 0;
        for (Operation operation : scene.questions().operations()) {
            for (String kind : List.of("lane", "ops", "api", "admin")) {
                if (!operation.open() && !operation.kinds().contains(kind)) {
                    expect(403, operation, "a key of the kind " + kind, scene.key(kind));
                    tried++;
                }
            }
        }
        assertNoneWrong();
        assertTrue(tried > 40);
    }

    @Test
    void what_is_open_to_anyone_looks_at_no_key() {
        for (Operation operation : scene.questions().operations()) {
            if (operation.open()) {
                for (String key : List.of("x", scene.key("lane"))) {
                    Questions.Heard heard = scene.atKnown(scene.questions().of(operation), operation)
                            .key(key)
                            .ask();
                    assertFalse(Set.of(401, 403, 429).contains(heard.status()), () -> operation + ": " + heard);
                }
            }
        }
    }

    /**
     * Whatever names a place, or a thing that lies in one, in its path or query, is refused to a key of another place or
     * operator; lists without one show nothing of it.
     */
    @Test
    void a_key_of_another_place_operator_or_lane_gets_nothing_of_this_one() {
        for (Operation operation : scene.questions().operations()) {
            if (operation.kinds().isEmpty()) {
                continue;
            }
            scene.foreignKeys().forEach((who, key) -> {
                String kind = who.substring(0, who.indexOf(' '));
                if (operation.kinds().contains(kind)) {
                    foreign(operation, who, key);
                }
            });
        }
        assertNoneWrong();
    }

    private static void foreign(Operation operation, String who, String key) {
        Questions.Question question =
                scene.atKnown(scene.questions().of(operation), operation).key(key);
        operation.bodyExamples().stream().findFirst().ifPresent(question::body);
        if (operation.id().equals("patchRight")) {
            question.header("If-Match", "\"1\"");
        }
        Questions.Heard heard = question.ask();
        boolean hidden = heard.status() == 403
                || heard.status() == 404
                || (LESS_INSTEAD.contains(operation.method())
                        && operation.parameters("path").isEmpty()
                        && !names(heard));
        if (!hidden && !NO_PLACE.contains(operation.id())) {
            WRONG.add(operation + " with " + who + ": " + heard);
        }
        boolean takesPlace = operation.parameters("query").stream()
                .anyMatch(parameter -> parameter.getString("name").equals("placeId"));
        if (takesPlace) {
            Questions.Heard asked = scene.questions()
                    .of(operation)
                    .query("placeId=lot")
                    .key(key)
                    .ask();
            if (asked.status() != 403 && asked.status() != 404) {
                WRONG.add(operation + "?placeId=lot with " + who + ": " + asked);
            }
        }
    }

    /** What a request of another's key about nothing of ours may do: act within its own reach, which other tests look at. */
    private static final Set<String> NO_PLACE = Set.of(
            "scan",
            "scanImage",
            "scanBatch",
            "reportPassage",
            "issueCredential",
            "createRight",
            "importRights",
            "createAccessKey",
            "createStaff",
            "find",
            "laneHeartbeat",
            "reportCommand");

    /** Whether an answer tells of what is not the caller's. */
    private static boolean names(Questions.Heard heard) {
        String text = heard.body().encode();
        return scene.known().entrySet().stream()
                        .filter(entry -> Set.of("sessionId", "rightId", "keyId", "decisionId", "credentialId")
                                .contains(entry.getKey()))
                        .flatMap(entry -> entry.getValue().stream())
                        .anyMatch(text::contains)
                || text.contains("\"placeId\":\"lot\"");
    }

    @Test
    void a_right_key_passes_while_wrong_ones_from_the_same_address_are_slowed() {
        Questions.Heard last = null;
        for (int i = 0; i < 1_500 && (last == null || last.status() == 401); i++) {
            last = scene.ask("getPlace")
                    .key("pg_ops_0123456789abcdef_" + "1".repeat(64))
                    .ask();
        }
        assertEquals(429, last.status());
        assertTrue(Integer.parseInt(last.header("Retry-After")) <= 60, last::toString);
        scene.ask("getPlace").ask().expect(200);
        scene.questions()
                .of("getPlace")
                .at("placeId", "lot")
                .key(scene.accessKey("api", "'placeId':'lot'").getString("key"))
                .ask()
                .expect(200);
    }
}
