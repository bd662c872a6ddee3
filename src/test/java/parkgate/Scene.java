package parkgate;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import parkgate.config.Secret;
import parkgate.config.Settings;
import parkgate.config.SettingsException;
import parkgate.contract.Operation;
import parkgate.contract.Samples;
import parkgate.credential.Phone;
import parkgate.credential.Wallet;
import parkgate.page.Bundle;
import parkgate.testing.Await;
import parkgate.testing.KeptConnection;
import parkgate.testing.Servers;

/**
 * The whole service with one of each thing in it, made over HTTP: a lot of one operator and a lot of another, a key of each
 * kind for either, keys that are revoked and over, credentials, a right, a session.
 */
final class Scene implements AutoCloseable {
    static final String ADMIN = "pg_admin_0123456789abcdef_" + "0123456789abcdef".repeat(4);

    private final Service service;
    private final Questions questions;
    private final KeptConnection postgres;
    private final Map<String, List<String>> known = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();
    private final Map<String, String> foreignKeys = new HashMap<>();
    private final SecureRandom dice = new SecureRandom();
    private int people;
    private String printed = "";
    private JsonObject totp = new JsonObject();
    private String unclaimed = "";

    Scene(String postgresUri, String redisUri) {
        this.postgres = new KeptConnection(postgresUri);
        try {
            Path folder = Files.createTempDirectory("scene");
            ServerAddresses servers = new ServerAddresses(
                    new Secret(Servers.asService(postgresUri)),
                    Optional.of(new Secret(postgresUri)),
                    new Secret(redisUri),
                    true);
            Settings settings = Settings.read(
                    List.of(
                            "--http-port=0",
                            "--demo=false",
                            "--key-requests-at-once=1000",
                            "--data-dir=" + folder,
                            "--admin-key=" + ADMIN),
                    Map.of());
            service = Start.service(settings, servers, new Secret(ADMIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SettingsException | StartException e) {
            throw new AssertionError(e);
        }
        questions = new Questions(service.url());
        places();
        keys();
        credentials();
        alarm();
    }

    Questions questions() {
        return questions;
    }

    String url() {
        return service.url();
    }

    /** Ids that exist, by the names of parameters and fields. */
    Map<String, List<String>> known() {
        return known;
    }

    /** One of those. */
    String known(String name) {
        return Objects.requireNonNull(known.get(name), name).get(0);
    }

    /** A key of this kind for the lot's district; for a lane: of the lot's entry. */
    String key(String kind) {
        return Objects.requireNonNull(keys.get(kind), kind);
    }

    /** One of the same kind for another district, another operator, or a lane of the lot there. */
    Map<String, String> foreignKeys() {
        return foreignKeys;
    }

    /** A key that may call the operation: of the widest reach. */
    String keyFor(Operation operation) {
        if (operation.forPeopleOnly()) {
            return session("AUDITOR");
        }
        return operation.kinds().contains("admin") || operation.open() ? ADMIN : key("lane");
    }

    /** One more session of a person of the lot's district, where a key could stand. */
    String session(String role) {
        return session(staff(role, "'placeId':'" + (role.equals("CITY") ? "city" : "district") + "'"));
    }

    /** One more session of somebody, who need not choose a password first. */
    String session(JsonObject account) {
        String token = HexFormat.of().formatHex(dice.generateSeed(32));
        String id = account.getString("staffId");
        sql("update staff set password_until = null where id = '" + id + "'");
        sql("insert into staff_session values (sha256('" + token + "'), '" + id
                + "', now(), now(), now() + interval '1 hour')");
        return Questions.SESSION + token;
    }

    /** One more account: {@code staffId}, {@code name} and the first {@code password}. */
    JsonObject staff(String role, String binding) {
        return questions
                .of("createStaff")
                .key(ADMIN)
                .body(json("{'name':'person" + ++people + "','role':'" + role + "'," + binding + "}"))
                .ask()
                .expect(201)
                .body();
    }

    /** What a printed code says. */
    String printed() {
        return printed;
    }

    /** What was answered when the TOTP credential was issued. */
    Wallet wallet() {
        return new Wallet(totp);
    }

    /** The claim token of a credential that no phone has claimed. */
    String unclaimed() {
        return unclaimed;
    }

    /** An operation asked with an admin's or lane's key, about what exists. */
    Questions.Question ask(String operationId) {
        Operation operation = questions.operation(operationId);
        return atKnown(questions.of(operation), operation).key(keyFor(operation));
    }

    /** The question with what exists in its path; where nothing is known of that name, the least number or any text. */
    Questions.Question atKnown(Questions.Question question, Operation operation) {
        operation.parameters("path").forEach(parameter -> {
            String name = parameter.getString("name");
            JsonObject schema = operation.document().schema(parameter.getJsonObject("schema"));
            List<String> ids = known.getOrDefault(operation.id() + " " + name, known.get(name));
            if (ids != null) {
                question.at(name, ids.get(0));
            } else if (schema.containsKey("minimum")) {
                question.at(name, schema.getValue("minimum").toString());
            } else {
                question.at(name, new Samples(operation.document(), new Random(1), known).escapedText(name, schema));
            }
        });
        return question;
    }

    private static JsonObject json(String text) {
        return new JsonObject(text.replace('\'', '"'));
    }

    private void place(String id, String json) {
        questions
                .of("putPlace")
                .at("placeId", id)
                .key(ADMIN)
                .body(json(json))
                .ask()
                .expect(201);
    }

    private void places() {
        place("city", "{'type':'CITY','name':'City'}");
        place("district", "{'type':'DISTRICT','parentId':'city','name':'District'}");
        place("other-district", "{'type':'DISTRICT','parentId':'city','name':'Other'}");
        place(
                "lot",
                "{'type':'LOT','parentId':'district','name':'Lot','operatorId':'op-1','public':true,'admitTransients':true,'passageTimeoutSeconds':3600}");
        place("other-lot", "{'type':'LOT','parentId':'other-district','name':'Other lot','operatorId':'op-2'}");
        place("area", "{'type':'AREA','parentId':'lot','name':'Area'}");
        questions
                .of("putPool")
                .at("lotId", "lot")
                .at("poolId", "pool")
                .key(ADMIN)
                .body(json("{'spaces':4}"))
                .ask()
                .expect(201);
        known.put("placeId", List.of("lot", "district"));
        known.put("lotId", List.of("lot"));
        known.put("parentId", List.of("district", "lot"));
        known.put("poolId", List.of("pool"));
        known.put("laneId", List.of("entry"));
        known.put("getPageFile file", List.of("icon.svg"));
        known.put("getDocsFile file", List.of("docs.js"));
        known.put("getAppFile file", List.of("worker.js"));
        known.put("getLanePageFile file", List.of("worker.js"));
        known.put("getVersionedFile version", List.of(Bundle.load().version()));
        known.put("getVersionedFile file", List.of("app.js"));
    }

    private JsonObject lane(String lotId, String laneId, String direction) {
        questions
                .of("putLane")
                .at("lotId", lotId)
                .at("laneId", laneId)
                .key(ADMIN)
                .body(new JsonObject().put("direction", direction))
                .ask()
                .expect(201);
        return laneKey(lotId, laneId);
    }

    /** One more key of a lane: {@code keyId} and {@code key}. */
    JsonObject laneKey(String lotId, String laneId) {
        return questions
                .of("createLaneKey")
                .at("lotId", lotId)
                .at("laneId", laneId)
                .key(ADMIN)
                .ask()
                .expect(201)
                .body();
    }

    /** One more key of this kind, bound as the text says. */
    JsonObject accessKey(String kind, String binding) {
        return questions
                .of("createAccessKey")
                .key(ADMIN)
                .body(json("{'kind':'" + kind + "'," + binding + "}"))
                .ask()
                .expect(201)
                .body();
    }

    private void keys() {
        keys.put("admin", ADMIN);
        keys.put("lane", lane("lot", "entry", "ENTRY").getString("key"));
        keys.put("exit", lane("lot", "exit", "EXIT").getString("key"));
        foreignKeys.put(
                "lane of another lot", lane("other-lot", "other-entry", "ENTRY").getString("key"));
        for (String kind : List.of("ops", "api")) {
            keys.put(kind, accessKey(kind, "'placeId':'district'").getString("key"));
            foreignKeys.put(
                    kind + " of another district",
                    accessKey(kind, "'placeId':'other-district'").getString("key"));
            foreignKeys.put(
                    kind + " of another operator",
                    accessKey(kind, "'operatorId':'op-2'").getString("key"));
        }
        JsonObject spare = accessKey("api", "'placeId':'district'");
        known.put("keyId", List.of(spare.getString("keyId")));
        known.put("staffId", List.of(staff("ATTENDANT", "'placeId':'lot'").getString("staffId")));
    }

    /** A key of each kind that was good and is revoked. */
    Map<String, String> revokedKeys() {
        Map<String, String> revoked = new HashMap<>();
        JsonObject lane = laneKey("lot", "entry");
        questions
                .of("deleteLaneKey")
                .at("lotId", "lot")
                .at("laneId", "entry")
                .at("keyId", lane.getString("keyId"))
                .key(ADMIN)
                .ask()
                .expect(204);
        revoked.put("revoked lane", lane.getString("key"));
        for (String kind : List.of("ops", "api")) {
            JsonObject made = accessKey(kind, "'placeId':'district'");
            questions
                    .of("deleteAccessKey")
                    .at("keyId", made.getString("keyId"))
                    .key(ADMIN)
                    .ask()
                    .expect(204);
            revoked.put("revoked " + kind, made.getString("key"));
        }
        return revoked;
    }

    /** A key of each kind that was good and is over. */
    Map<String, String> expiredKeys() {
        Map<String, String> expired = new HashMap<>();
        Map<String, JsonObject> made = Map.of(
                "lane", laneKey("lot", "entry"),
                "ops", accessKey("ops", "'placeId':'district'"),
                "api", accessKey("api", "'placeId':'district'"));
        made.forEach((kind, key) -> {
            // Not used before, so nobody remembers it as good.
            sql("update access_key set expires_at = now() - interval '1 minute' where id = '" + key.getString("keyId")
                    + "'");
            expired.put("expired " + kind, key.getString("key"));
        });
        return expired;
    }

    private void sql(String text) {
        postgres.execute(text);
    }

    /** An alarm of the lot that nobody clears. */
    private void alarm() {
        String id = UUID.randomUUID().toString();
        sql("insert into alarm (id, kind, place_id, lane_id, raised_at, detail) values ('" + id
                + "', 'DOUBLE_ADMIT', 'lot', 'entry', now(), 'two cars')");
        known.put("alarmId", List.of(id));
    }

    /** One more credential. */
    JsonObject credential(String type) {
        return questions
                .of("issueCredential")
                .key(ADMIN)
                .body(new JsonObject().put("type", type).put("holderRef", "holder"))
                .ask()
                .expect(201)
                .body();
    }

    /** One more right of the printed credential, with its ETag. */
    Questions.Heard right() {
        return questions
                .of("createRight")
                .key(ADMIN)
                .body(json("{'placeId':'lot','type':'PERMIT'}").put("credentialId", known("credentialId")))
                .ask()
                .expect(201);
    }

    private void credentials() {
        JsonObject paper = credential("QR_PRINTED");
        totp = credential("QR_TOTP");
        JsonObject dynamic = credential("QR_DYNAMIC");
        unclaimed = dynamic.getString("claimToken");
        printed = paper.getString("code");
        known.put(
                "credentialId",
                List.of(
                        paper.getString("credentialId"),
                        totp.getString("credentialId"),
                        dynamic.getString("credentialId")));
        known.put("holderRef", List.of("holder"));
        known.put("code", List.of(printed, wallet().show(java.time.Instant.now())));
        known.put("rightId", List.of(right().text("rightId")));
        Questions.Heard entry = scan(key("lane"), printed, UUID.randomUUID()).expect(200);
        if (!entry.text("decision").equals("GRANTED")) {
            throw new AssertionError(entry.toString());
        }
        known.put("decisionId", List.of(entry.text("decisionId")));
        known.put("sessionId", List.of(entry.text("sessionId")));
    }

    /** A phone claims the credential that nobody has claimed. */
    Questions.Heard claim() {
        return questions
                .of("claimDevice")
                .body(new Phone().claimBody(unclaimed))
                .ask();
    }

    Questions.Heard scan(String key, String code, UUID scanId) {
        return questions
                .of("scan")
                .key(key)
                .body(new JsonObject().put("scanId", scanId.toString()).put("code", code))
                .ask();
    }

    @Override
    public void close() {
        postgres.close();
        Await.result(service.drain());
        Await.result(service.close());
    }
}
