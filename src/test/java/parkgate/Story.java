package parkgate;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import parkgate.picture.QrImage;

/** What takes more than one request: each conflict of the contract, and what leads to it. */
final class Story extends Telling {
    /** A picture of one white pixel. */
    private static final byte[] NO_CODE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==");

    private Story(Scene scene) {
        super(scene);
    }

    static void tell(Scene scene) {
        Story story = new Story(scene);
        story.places();
        story.lanesAndKeys();
        story.credentials();
        story.rights();
        story.scans();
        story.images();
        story.counts();
        story.sessions();
        story.staff();
        PhonesStory.tell(scene);
        CrowdStory.tell(scene);
    }

    private void places() {
        String other = "{'type':'LOT','parentId':'district','name':'More','operatorId':'op-1','capacity':9}";
        admin("putPlace").at("placeId", "more").body(json(other)).ask().expect(201);
        admin("putPlace").at("placeId", "more").body(json(other)).ask().expect(200);
        problem(
                "place-stands",
                admin("putPlace")
                        .at("placeId", "more")
                        .body(json("{'type':'CITY','name':'x'}"))
                        .ask());
        for (String body : new String[] {"{'spaces':5}", "{'spaces':6,'policy':'SOFT'}"}) {
            admin("putPool")
                    .at("lotId", "more")
                    .at("poolId", "p")
                    .body(json(body))
                    .ask();
        }
        problem(
                "not-a-lot",
                admin("putPool")
                        .at("lotId", "district")
                        .at("poolId", "p")
                        .body(json("{'spaces':5}"))
                        .ask());
    }

    private Questions.Question lane(String lotId, String laneId) {
        return admin("putLane").at("lotId", lotId).at("laneId", laneId).body(json("{'direction':'REVERSIBLE'}"));
    }

    private Questions.Heard open(String why) {
        return admin("openLane")
                .at("laneId", "more-lane")
                .header("Idempotency-Key", "pressed")
                .body(json("{'direction':'ENTRY','unmatched':true}").put("reason", why))
                .ask();
    }

    private void lanesAndKeys() {
        lane("more", "more-lane").ask().expect(201);
        lane("more", "more-lane").ask().expect(200);
        problem("lane-taken", lane("other-lot", "more-lane").ask());
        problem("not-a-lot", lane("district", "lane").ask());
        int made = 0;
        Questions.Heard key;
        do {
            key = admin("createLaneKey")
                    .at("lotId", "more")
                    .at("laneId", "more-lane")
                    .ask();
        } while (key.status() == 201 && ++made < 100);
        problem("too-many-keys", key);
        open("the code cannot be read").expect(201);
        problem("idempotency-key-reused", open("another car"));
        String keyId = scene.laneKey("lot", "exit").getString("keyId");
        admin("deleteLaneKey")
                .at("lotId", "lot")
                .at("laneId", "exit")
                .at("keyId", keyId)
                .ask()
                .expect(204);
    }

    private void credentials() {
        String paper = scene.credential("QR_PRINTED").getString("credentialId");
        for (String operation :
                new String[] {"getCredentialPng", "getCredentialSvg", "getCredential", "unlockCredential"}) {
            credential(operation, paper).query("").ask();
        }
        problem("no-wallet-object", credential("getGoogleWalletObject", paper).ask());
        JsonObject totp = scene.credential("QR_TOTP");
        credential("getGoogleWalletObject", totp.getString("credentialId"))
                .ask()
                .expect(200);
        for (String picture : new String[] {"getCredentialPng", "getCredentialSvg"}) {
            problem(
                    "no-picture",
                    credential(picture, totp.getString("credentialId")).ask());
        }
        credential("reissueCredential", paper).ask().expect(201);
        problem("credential-not-active", credential("reissueCredential", paper).ask());
        problem("credential-replaced", credential("revokeCredential", paper).ask());
        credential("revokeCredential", totp.getString("credentialId")).ask().expect(200);
        problem(
                "credential-not-active",
                credential("getGoogleWalletObject", totp.getString("credentialId"))
                        .ask());
    }

    private void rights() {
        Questions.Heard right = scene.right();
        String id = right.text("rightId");
        JsonObject change = json("{'validUntil':'2040-01-01T00:00:00Z'}");
        problem(
                "if-match-needed",
                admin("patchRight").at("rightId", id).body(change).ask());
        problem(
                "changed-meanwhile",
                admin("patchRight")
                        .at("rightId", id)
                        .header("If-Match", "\"0\"")
                        .body(change)
                        .ask());
        admin("patchRight")
                .at("rightId", id)
                .header("If-Match", right.header("ETag"))
                .body(change)
                .ask()
                .expect(200);
        problem(
                "changed-meanwhile",
                admin("deleteRight")
                        .at("rightId", id)
                        .header("If-Match", "\"0\"")
                        .ask());
        admin("deleteRight").at("rightId", id).ask().expect(204);
        String holder = scene.credential("QR_PRINTED").getString("credentialId");
        JsonObject wish = json("{'placeId':'lot','type':'PERMIT'}").put("credentialId", holder);
        String file = "credentialId,placeId,type\n" + holder + ",lot,VISITOR\n";
        Questions.Heard imported = admin("importRights")
                .header("Content-Type", "text/csv")
                .body(file)
                .ask();
        admin("getRightImport").at("importId", imported.text("importId")).ask();
        int given = 0;
        Questions.Heard last;
        do {
            last = admin("createRight").body(wish).ask();
        } while (last.status() == 201 && ++given < 1000);
        problem("too-many-rights", last);
    }

    private void scans() {
        String code = scene.credential("QR_PRINTED").getString("code");
        UUID scanId = UUID.randomUUID();
        Questions.Heard grant = scan(scanId, code).ask().expect(200);
        problem(
                "scan-id-reused",
                scan(scanId, scene.credential("QR_PRINTED").getString("code")).ask());
        problem(
                "scan-too-old",
                questions
                        .of("scan")
                        .key(scene.key("lane"))
                        .body(new JsonObject()
                                .put("scanId", UUID.randomUUID().toString())
                                .put("code", code)
                                .put(
                                        "eventTime",
                                        Instant.now()
                                                .minusSeconds(600)
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .toString()))
                        .ask());
        JsonObject report = new JsonObject().put("decisionId", grant.text("decisionId"));
        passage(report.copy().put("outcome", "CONFIRMED")).expect(200);
        problem("other-outcome", passage(report.copy().put("outcome", "NO_ENTRY")));
        passage(report.copy()
                        .put("outcome", "CONFIRMED")
                        .put("decisionId", UUID.randomUUID().toString()))
                .expect(404);
        passage(json("{'direction':'ENTRY','deviceSeq':7}")).expect(200);
    }

    private Questions.Question image(UUID scanId, byte[] file) {
        return questions
                .of("scanImage")
                .key(scene.key("lane"))
                .header("Content-Type", "image/png")
                .query("scanId=" + scanId)
                .body(file);
    }

    private void images() {
        byte[] picture =
                QrImage.of(scene.credential("QR_PRINTED").getString("code")).png(400);
        UUID scanId = UUID.randomUUID();
        Questions.Heard grant = image(scanId, picture)
                .query("vehiclePresent=true&deviceSeq=8")
                .header("X-Plate", "%E6%B2%AAA12345")
                .ask();
        Questions.Heard again = image(scanId, picture).ask();
        Questions.Heard empty = image(UUID.randomUUID(), NO_CODE).ask();
        if (!grant.text("decision").equals("GRANTED")
                || !again.text("decisionId").equals(grant.text("decisionId"))
                || !again.body().getBoolean("replayed")
                || !empty.text("reason").equals("MALFORMED")
                || empty.body().getBoolean("codeFound")) {
            throw new AssertionError(grant + ", again " + again + ", without a code " + empty);
        }
        problem(
                "scan-too-old",
                image(UUID.randomUUID(), picture)
                        .query("eventTime=2026-01-01T00:00:00Z")
                        .ask());
        image(UUID.randomUUID(), new byte[(2 << 20) + 1]).ask().expect(413);
        image(UUID.randomUUID(), "GIF89a".getBytes(StandardCharsets.US_ASCII))
                .ask()
                .expect(422);
        image(UUID.randomUUID(), picture).query("plate=A1").ask().expect(422);
        image(UUID.randomUUID(), picture).header("X-Plate", "%00").ask().expect(422);
        for (String query : List.of("scanId=1", "deviceSeq=-1", "vehiclePresent=yes", "eventTime=now", "nosuch=1")) {
            questions
                    .of("scanImage")
                    .key(scene.key("lane"))
                    .header("Content-Type", "image/jpeg")
                    .query(query)
                    .body(picture)
                    .ask()
                    .expect(422);
        }
    }

    private Questions.Heard passage(JsonObject body) {
        return questions.of("reportPassage").key(scene.key("lane")).body(body).ask();
    }

    private void counts() {
        for (String id : new String[] {"area", "nowhere"}) {
            admin("getOccupancy").at("placeId", id).ask().expect(404);
            admin("setOccupancy")
                    .at("placeId", id)
                    .body(json("{'set':1,'reason':'x'}"))
                    .ask()
                    .expect(404);
            admin("resetInventory").at("placeId", id).ask().expect(404);
        }
        admin("streamOccupancy").query("placeId=nowhere").ask().expect(404);
        admin("streamOccupancy").query("placeId=~").ask().expect(422);
        admin("streamScans").query("placeId=lot").ask().expect(200);
        admin("streamScans").query("placeId=district").ask().expect(404);
        admin("streamScans").query("placeId=~").ask().expect(422);
        admin("streamLanes").query("placeId=lot").ask().expect(200);
        admin("streamLanes").query("placeId=nowhere").ask().expect(404);
    }

    private void sessions() {
        admin("closeSession").at("sessionId", scene.known("sessionId")).ask().expect(200);
        problem(
                "session-not-open",
                admin("closeSession").at("sessionId", scene.known("sessionId")).ask());
        JsonObject reopen = json("{'status':'ACTIVE','reason':'x'}");
        correct().body(reopen).ask().expect(200);
        problem("session-not-correctable", correct().body(reopen).ask());
        admin("find").body(json("{'placeId':'nowhere'}")).ask().expect(404);
    }

    private Questions.Question correct() {
        return admin("correctSession").at("sessionId", scene.known("sessionId"));
    }

    private Questions.Question signIn(String name, String password) {
        return questions.of("signIn").body(new JsonObject().put("name", name).put("password", password));
    }

    private void staff() {
        JsonObject account = scene.staff("AUDITOR", "'placeId':'district'");
        String name = account.getString("name");
        problem(
                "name-taken",
                admin("createStaff")
                        .body(json("{'name':'" + name.toUpperCase(Locale.ROOT)
                                + "','role':'AUDITOR','placeId':'district'}"))
                        .ask());
        Questions.Heard in = signIn(name, account.getString("password")).ask().expect(200);
        String cookie = in.header("Set-Cookie");
        String session = Questions.SESSION + cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        problem("password-must-change", questions.of("listPlaces").key(session).ask());
        problem(
                "csrf",
                questions
                        .of("signOut")
                        .key(session)
                        .header("X-Parkgate-Csrf", "0".repeat(64))
                        .ask());
        JsonObject change = new JsonObject()
                .put("password", account.getString("password"))
                .put("newPassword", "the horse stands in the lane");
        questions.of("changePassword").key(session).body(change).ask().expect(200);
        questions.of("signOut").key(scene.session("AUDITOR")).ask().expect(204);
        String staffId = account.getString("staffId");
        admin("resetStaffPassword").at("staffId", staffId).ask().expect(200);
        admin("deleteStaff").at("staffId", staffId).ask().expect(204);
        problem(
                "forbidden",
                signIn(name, "x").header("Origin", "https://elsewhere.example").ask());
        Questions.Heard wrong;
        do {
            wrong = signIn("nobody", "no password of anybody").ask();
        } while (wrong.problem().equals("/problems/wrong-sign-in"));
        problem("sign-in-locked", wrong);
    }
}
