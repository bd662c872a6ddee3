package parkgate;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import parkgate.core.code.Step;
import parkgate.credential.Phone;
import parkgate.picture.QrImage;

/** What takes more than one request: each conflict of the contract, and what leads to it. */
final class Story {
    /** A picture of one white pixel. */
    private static final byte[] NO_CODE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEANl9ngAAAAABJRU5ErkJggg==");

    private final Scene scene;
    private final Questions questions;

    private Story(Scene scene) {
        this.scene = scene;
        this.questions = scene.questions();
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
        story.commands();
        story.requestsThatAreTooLong();
        story.staff();
        story.messages();
        story.visitors();
        story.viewers();
        story.pictures();
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    private static void problem(String type, Questions.Heard heard) {
        if (!heard.problem().equals("/problems/" + type)) {
            throw new AssertionError("expected " + type + ", heard " + heard);
        }
    }

    private Questions.Question admin(String operationId) {
        return questions.of(operationId).key(Scene.ADMIN);
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

    private Questions.Question credential(String operationId, String id) {
        return admin(operationId).at("credentialId", id);
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
        claims();
    }

    private void claims() {
        Phone phone = new Phone();
        String token = scene.credential("QR_DYNAMIC").getString("claimToken");
        JsonObject forged = phone.claimBody(token)
                .put("publicKey", new Phone().claimBody(token).getJsonObject("publicKey"));
        questions.of("claimDevice").body(forged).ask().expect(422);
        questions
                .of("claimDevice")
                .body(phone.claimBody("nobody-was-given-this"))
                .ask()
                .expect(404);
        Questions.Heard claimed =
                questions.of("claimDevice").body(phone.claimBody(token)).ask().expect(201);
        problem(
                "already-claimed",
                questions.of("claimDevice").body(phone.claimBody(token)).ask());
        views(phone, claimed.text("credentialId"));
        recovers();
    }

    private void recovers() {
        String code = "7KJ3M0Q2X4Y6Z8AB7KJ3M0Q2X4Y6";
        questions.of("recoverDevice").body(recovery(code, "KILL")).ask().expect(404);
        String first = scene.credential("QR_DYNAMIC").getString("claimToken");
        questions
                .of("claimDevice")
                .body(new Phone().claimBody(first, code))
                .ask()
                .expect(201);
        Questions.Heard moved =
                questions.of("recoverDevice").body(recovery(code, "MOVE")).ask().expect(200);
        questions
                .of("claimDevice")
                .body(new Phone().claimBody(moved.text("claimToken")))
                .ask()
                .expect(201);
        problem(
                "credential-replaced",
                questions.of("recoverDevice").body(recovery(code, "KILL")).ask());
        problem(
                "credential-not-active",
                questions.of("recoverDevice").body(recovery(code, "MOVE")).ask());
    }

    private static JsonObject recovery(String code, String action) {
        return new JsonObject().put("recoveryCode", code).put("action", action);
    }

    private void views(Phone phone, String credentialId) {
        long now = Instant.now().getEpochSecond();
        questions.of("viewDevice").body(phone.viewBody(credentialId, now)).ask().expect(200);
        questions
                .of("viewDevice")
                .body(new Phone().viewBody(credentialId, now))
                .ask()
                .expect(404);
        problem(
                "wrong-clock",
                questions
                        .of("viewDevice")
                        .body(phone.viewBody(credentialId, now - 600))
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

    private Questions.Question scan(UUID scanId, String code) {
        return questions
                .of("scan")
                .key(scene.key("lane"))
                .body(new JsonObject().put("scanId", scanId.toString()).put("code", code));
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

    /** A lane that does not listen is sent more than it is kept. */
    private void commands() {
        List<Questions.Heard> told = Stream.generate(() -> admin("showLaneMessage")
                        .at("laneId", "exit")
                        .body(json("{'line1':'x'}"))
                        .asking())
                .limit(60)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        if (told.stream().noneMatch(each -> each.problem().equals("/problems/too-many-commands"))) {
            throw new AssertionError("all were kept");
        }
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

    private Questions.Question why(Phone phone, String credentialId, String id, String sessionId, String text) {
        JsonObject body = phone.signedBody(
                        "QP1-WHY", credentialId, Instant.now().getEpochSecond(), id + sessionId + text)
                .put("messageId", id)
                .put("sessionId", sessionId)
                .put("text", text);
        return questions.of("sendDeviceMessage").body(body);
    }

    private Questions.Question whyAgain(Phone phone, String credentialId, String id, String text) {
        JsonObject body = phone.signedBody(
                        "QP1-AGAIN", credentialId, Instant.now().getEpochSecond(), id + text)
                .put("text", text);
        return questions.of("reopenDeviceMessage").at("messageId", id).body(body);
    }

    private Questions.Question answer(String id, String text) {
        return admin("answerMessage")
                .at("messageId", id)
                .body(new JsonObject().put("outcome", "OTHER").put("text", text));
    }

    private void messages() {
        Phone phone = new Phone();
        JsonObject issued = scene.credential("QR_DYNAMIC");
        String credentialId = issued.getString("credentialId");
        String code = questions
                .of("claimDevice")
                .body(phone.claimBody(issued.getString("claimToken")))
                .ask()
                .text("code");
        Questions.Heard grant = scan(UUID.randomUUID(), phone.show(code, Step.at(Instant.now())))
                .ask()
                .expect(200);
        String stay = grant.text("sessionId");
        String id = UUID.randomUUID().toString();
        why(phone, credentialId, id, stay, "Why?").ask().expect(201);
        why(phone, credentialId, id, stay, "Why?").ask().expect(200);
        why(new Phone(), credentialId, id, stay, "Why?").ask().expect(404);
        problem("message-exists", why(phone, credentialId, id, stay, "Why not?").ask());
        problem("message-open", whyAgain(phone, credentialId, id, "Why?").ask());
        whyAgain(new Phone(), credentialId, id, "Why?").ask().expect(404);
        answer(id, "So.").ask().expect(200);
        problem("message-answered", answer(id, "Or so.").ask());
        Questions.Heard again;
        int times = 0;
        do {
            answer(id, "So " + times).ask();
            again = whyAgain(phone, credentialId, id, "Why " + times++ + "?").ask();
        } while (again.status() == 200 && times < 50);
        problem("too-many-messages", again);
        why(phone, credentialId, UUID.randomUUID().toString(), stay, "Why?")
                .ask()
                .expect(429);
        deskMessages();
    }

    private void deskMessages() {
        Questions.Heard grant = scan(
                        UUID.randomUUID(), scene.credential("QR_PRINTED").getString("code"))
                .ask();
        String id = UUID.randomUUID().toString();
        JsonObject body = new JsonObject()
                .put("messageId", id)
                .put("sessionId", grant.text("sessionId"))
                .put("text", "The driver asks.");
        String lane = scene.key("lane");
        questions.of("sendMessage").key(lane).body(body).ask().expect(201);
        questions.of("sendMessage").key(lane).body(body).ask().expect(200);
        problem(
                "message-exists",
                questions
                        .of("sendMessage")
                        .key(lane)
                        .body(body.copy().put("text", "Other."))
                        .ask());
        questions.of("getMessage").key(lane).at("messageId", id).ask().expect(200);
        JsonObject again = json("{'text':'Again.'}");
        problem(
                "message-open",
                questions
                        .of("reopenMessage")
                        .key(lane)
                        .at("messageId", id)
                        .body(again)
                        .ask());
        answer(id, "So.").ask().expect(200);
        questions
                .of("reopenMessage")
                .key(lane)
                .at("messageId", id)
                .body(again)
                .ask()
                .expect(200);
    }

    private Questions.Question visitor(Phone phone, String credentialId, UUID id, Instant until) {
        return questions
                .of("giveVisitor")
                .body(phone.signedBody(
                                "QP1-VISITOR", credentialId, Instant.now().getEpochSecond(), id + "lot" + until)
                        .put("visitorId", id.toString())
                        .put("placeId", "lot")
                        .put("validUntil", until.toString()));
    }

    private Questions.Question noVisitor(Phone phone, String credentialId, UUID id) {
        return questions
                .of("endVisitor")
                .at("visitorId", id.toString())
                .body(phone.signedBody(
                        "QP1-TAKE-BACK", credentialId, Instant.now().getEpochSecond(), id.toString()));
    }

    private void visitors() {
        Phone phone = new Phone();
        JsonObject issued = scene.credential("QR_DYNAMIC");
        String credentialId = issued.getString("credentialId");
        questions
                .of("claimDevice")
                .body(phone.claimBody(issued.getString("claimToken")))
                .ask()
                .expect(201);
        UUID id = UUID.randomUUID();
        Instant until = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(2, ChronoUnit.HOURS);
        problem("no-visitor-right", visitor(phone, credentialId, id, until).ask());
        admin("createRight")
                .body(json("{'type':'PERMIT','placeId':'lot'}").put("credentialId", credentialId))
                .ask()
                .expect(201);
        visitor(new Phone(), credentialId, id, until).ask().expect(404);
        visitor(phone, credentialId, id, until).ask().expect(201);
        visitor(phone, credentialId, id, until).ask().expect(200);
        problem(
                "visitor-exists",
                visitor(phone, credentialId, id, until.plusSeconds(9)).ask());
        visitor(phone, credentialId, UUID.randomUUID(), until).ask().expect(201);
        visitor(phone, credentialId, UUID.randomUUID(), until).ask().expect(201);
        problem(
                "too-many-visitors",
                visitor(phone, credentialId, UUID.randomUUID(), until).ask());
        noVisitor(new Phone(), credentialId, id).ask().expect(404);
        noVisitor(phone, credentialId, id).ask().expect(200);
    }

    private void viewers() {
        URI url = URI.create(scene.url());
        crowd(HttpRequest.newBuilder(url.resolve("/v1/occupancy/stream")).build(), questions.of("streamOccupancy"));
        crowd(
                HttpRequest.newBuilder(url.resolve("/v1/scans/stream?placeId=lot"))
                        .header("Authorization", "Bearer " + Scene.ADMIN)
                        .build(),
                admin("streamScans").query("placeId=lot"));
        crowd(
                HttpRequest.newBuilder(url.resolve("/v1/lanes/stream?placeId=lot"))
                        .header("Authorization", "Bearer " + Scene.ADMIN)
                        .build(),
                admin("streamLanes").query("placeId=lot"));
    }

    /** Streams stay open until one more is refused. */
    private void crowd(HttpRequest request, Questions.Question oneMore) {
        List<HttpResponse<InputStream>> open = new ArrayList<>();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (open.size() < 1_000 && open.stream().allMatch(each -> each.statusCode() == 200)) {
            open.add(client.sendAsync(request, BodyHandlers.ofInputStream()).join());
        }
        problem("too-many-viewers", oneMore.ask());
        for (HttpResponse<InputStream> each : open) {
            try {
                each.body().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Many are asked for at once. */
    private void pictures() {
        String paper = scene.credential("QR_PRINTED").getString("credentialId");
        for (int round = 0; round < 20 && !questions.problems().contains("/problems/too-many-pictures"); round++) {
            Stream.generate(() -> credential("getCredentialPng", paper)
                            .query("size=2048")
                            .asking())
                    .limit(200)
                    .toList()
                    .forEach(CompletableFuture::join);
        }
    }

    private void requestsThatAreTooLong() {
        problem(
                "uri-too-long",
                questions.of("getLive").query("x=" + "x".repeat(5_000)).ask());
        problem(
                "headers-too-large",
                questions.of("getLive").header("X-Long", "x".repeat(9_000)).ask());
    }
}
