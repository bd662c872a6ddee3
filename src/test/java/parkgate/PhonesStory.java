package parkgate;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import parkgate.core.code.Step;
import parkgate.credential.Phone;

/** The chapter of phones: claimed, lost and moved; what drivers ask, and whom they let in. */
final class PhonesStory extends Telling {
    private PhonesStory(Scene scene) {
        super(scene);
    }

    static void tell(Scene scene) {
        PhonesStory story = new PhonesStory(scene);
        story.claims();
        story.messages();
        story.visitors();
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
}
