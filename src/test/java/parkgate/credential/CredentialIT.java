package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parkgate.core.CodeClass;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.code.Reading.Presented;
import parkgate.core.code.Step;
import parkgate.credential.CredentialDirectory.Standing;
import parkgate.credential.Instance.Answer;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyRing;
import parkgate.testing.Servers;

class CredentialIT {
    @TempDir
    static Path folder;

    private static String databaseUri;
    private static KeyRing keys;
    private static Instance instance;

    @BeforeAll
    static void start() throws Exception {
        databaseUri = Servers.freshDatabaseUri();
        keys = KeyFile.openOrMake(folder.resolve("keys.p12"), new SecureRandom(), Instance.START);
        instance = new Instance(databaseUri, keys);
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    @BeforeEach
    void resetClock() {
        instance.now.set(Instance.START);
    }

    @Test
    void a_printed_credential_is_issued_with_a_code_that_reads_as_itself() {
        Answer issued = instance.post(
                "/v1/credentials",
                new JsonObject()
                        .put("type", "QR_PRINTED")
                        .put("holderRef", "customer-1")
                        .put("expiresAt", "2026-12-01T10:00:00.900+02:00"));
        assertEquals(201, issued.status());
        JsonObject body = issued.body();
        assertEquals("QR_PRINTED", body.getString("type"));
        assertEquals("ACTIVE", body.getString("status"));
        assertEquals("customer-1", body.getString("holderRef"));
        assertEquals("2026-12-01T08:00:00Z", body.getString("expiresAt"));
        assertEquals(
                body.getString("credentialId"), body.getString("visualNumber").replace("-", ""));
        assertNull(body.getString("replaces"));
        assertFalse(body.containsKey("claimToken"));

        Instant end = Instant.parse("2026-12-01T08:00:00Z");
        Presented read = read(body.getString("code"), Instance.START);
        assertEquals(id(body), read.credential());
        assertEquals(CodeClass.S, read.codeClass());
        assertNull(read.untimely());
        assertNull(read(body.getString("code"), end.minusSeconds(1)).untimely());
        assertEquals(Reason.EXPIRED, read(body.getString("code"), end).untimely());
    }

    @Test
    void a_new_code_is_good_where_a_clock_is_some_minutes_behind() {
        String code = issuePrinted().getString("code");
        assertNull(read(code, Instance.START.minus(CredentialDesk.CLOCK_SLACK)).untimely());
    }

    @Test
    void a_credential_is_good_for_a_year_when_nobody_says_otherwise() {
        assertEquals("2027-11-22T08:00:00Z", issuePrinted().getString("expiresAt"));
    }

    @Test
    void a_credential_may_outlive_what_its_code_can_say() {
        Answer issued = instance.post(
                "/v1/credentials", new JsonObject().put("type", "QR_PRINTED").put("expiresAt", "9999-12-31T23:59:59Z"));
        assertEquals(201, issued.status());
        assertEquals("9999-12-31T23:59:59Z", issued.body().getString("expiresAt"));
        assertNull(read(issued.body().getString("code"), Instant.parse("2106-02-07T06:28:14Z"))
                .untimely());
    }

    @ParameterizedTest
    @CsvSource({
        "SHORT_CODE, 2027-01-01T00:00:00Z, /type",
        "QR_PRINTED, 2026-11-22T08:00:00Z, /expiresAt",
        "QR_PRINTED, 2027-02-30T00:00:00Z, /expiresAt",
        "QR_PRINTED, tomorrow, /expiresAt",
        "QR_PRINTED, 9999-12-31T23:59:59-18:00, /expiresAt",
        "QR_PRINTED, 9999-12-31T23:59:59-00:01, /expiresAt",
        "PAPER, 2027-01-01T00:00:00Z, /type"
    })
    void what_cannot_be_issued_is_a_422_that_names_the_field(String type, String expiresAt, String field) {
        Answer refused = instance.post(
                "/v1/credentials", new JsonObject().put("type", type).put("expiresAt", expiresAt));
        assertEquals(422, refused.status());
        assertEquals(
                field, refused.body().getJsonArray("errors").getJsonObject(0).getString("field"));
    }

    @Test
    void the_code_is_shown_once_but_its_picture_again_and_again() throws Exception {
        JsonObject issued = issuePrinted();
        String path = "/v1/credentials/" + issued.getString("credentialId");
        JsonObject found = instance.get(path).body();
        assertFalse(found.containsKey("code"));
        assertEquals(issued.getString("visualNumber"), found.getString("visualNumber"));
        for (int size : new int[] {300, 512}) {
            HttpResponse<byte[]> png = instance.download(path + "/qr.png" + (size == 512 ? "" : "?size=" + size));
            assertEquals(200, png.statusCode());
            assertEquals("image/png", png.headers().firstValue("Content-Type").orElseThrow());
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.body()));
            assertEquals(size, image.getWidth());
            assertEquals(issued.getString("code"), decode(image));
        }
        HttpResponse<byte[]> svg = instance.download(path + "/qr.svg?size=100");
        assertEquals("image/svg+xml", svg.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(0, new String(svg.body(), StandardCharsets.UTF_8).indexOf("<svg"));
    }

    @Test
    void a_picture_is_a_422_out_of_size_and_a_409_where_there_is_none() {
        String printed = "/v1/credentials/" + issuePrinted().getString("credentialId");
        for (String size : List.of("63", "2049", "big", "99999999999999999999")) {
            assertEquals(422, instance.get(printed + "/qr.png?size=" + size).status());
        }
        for (JsonObject rotating : List.of(issueDynamic(), issue("QR_TOTP", "somebody"))) {
            Answer none = instance.get("/v1/credentials/" + rotating.getString("credentialId") + "/qr.svg");
            assertEquals(409, none.status());
            assertEquals("/problems/no-picture", none.body().getString("type"));
        }
        instance.post(printed + "/revoke", null);
        assertEquals(409, instance.get(printed + "/qr.png").status());
    }

    @Test
    void a_credential_that_does_not_exist_is_a_404() {
        String nobody = "/v1/credentials/0000000000000000";
        assertEquals(404, instance.get(nobody).status());
        assertEquals(404, instance.get(nobody + "/qr.png").status());
        assertEquals(404, instance.post(nobody + "/revoke", null).status());
        assertEquals(404, instance.post(nobody + "/reissue", null).status());
        assertEquals(422, instance.get("/v1/credentials/1").status());
    }

    @Test
    void a_phone_claims_a_dynamic_credential_and_shows_a_code_with_its_proof() {
        JsonObject issued = issueDynamic();
        assertFalse(issued.containsKey("code"));
        assertEquals("https://parking.example/claim#" + issued.getString("claimToken"), issued.getString("claimUrl"));
        Phone phone = new Phone();
        Answer claimed = phone.claim(instance, issued.getString("claimToken"));
        assertEquals(201, claimed.status());
        assertEquals(issued.getString("credentialId"), claimed.body().getString("credentialId"));
        assertEquals(15, claimed.body().getInteger("periodSeconds"));
        assertEquals(Instance.START.toString(), claimed.body().getString("serverTime"));

        long step = Step.at(Instance.START);
        Presented read = read(phone.show(claimed.body().getString("code"), step), Instance.START);
        assertEquals(id(issued), read.credential());
        assertEquals(CodeClass.D, read.codeClass());
        assertEquals(step, read.step());
        assertNull(read.untimely());
    }

    @Test
    void a_totp_credential_is_issued_with_a_code_and_the_key_of_its_values() {
        JsonObject issued = issue("QR_TOTP", "somebody");
        assertFalse(issued.containsKey("claimToken"));
        assertFalse(instance.get("/v1/credentials/" + issued.getString("credentialId"))
                .body()
                .containsKey("totpKey"));
        Wallet wallet = new Wallet(issued);
        Presented read = read(wallet.show(Instance.START), Instance.START);
        assertEquals(id(issued), read.credential());
        assertEquals(CodeClass.T, read.codeClass());
        assertEquals(Step.at(Instance.START), read.step());
        assertNull(read.untimely());
    }

    @Test
    void a_reissued_totp_credential_has_another_key() {
        JsonObject first = issue("QR_TOTP", "somebody");
        JsonObject second = reissue(first).body();
        assertNotEquals(first.getString("totpKey"), second.getString("totpKey"));
        Presented read = read(new Wallet(second).show(Instance.START), Instance.START);
        assertEquals(id(second), read.credential());
        assertEquals(Reason.REPLACED, instance.feature.directory().fault(id(first)));
    }

    @Test
    void a_totp_credential_is_a_google_wallet_object_for_as_long_as_it_lives() {
        JsonObject issued = issue("QR_TOTP", "somebody");
        String path = "/v1/credentials/" + issued.getString("credentialId");
        HttpResponse<byte[]> answer = instance.download(path + "/google-wallet");
        assertEquals(200, answer.statusCode());
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElseThrow());
        JsonObject object = new JsonObject(new String(answer.body(), StandardCharsets.UTF_8));
        JsonObject barcode = object.getJsonObject("rotatingBarcode");
        assertEquals("QR_CODE", barcode.getString("type"));
        assertEquals(issued.getString("visualNumber"), barcode.getString("alternateText"));
        assertEquals(
                new JsonObject()
                        .put("periodMillis", "15000")
                        .put("algorithm", "TOTP_SHA1")
                        .put(
                                "parameters",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("key", issued.getString("totpKey"))
                                                .put("valueLength", 8))),
                barcode.getJsonObject("totpDetails"));
        assertEquals(
                issued.getString("expiresAt"),
                object.getJsonObject("validTimeInterval").getJsonObject("end").getString("date"));
        // What Google's app puts into the pattern makes a code of ours.
        String shown = new Wallet(issued).show(Instance.START);
        String[] parts = shown.split("\\.", -1);
        assertEquals(
                shown,
                barcode.getString("valuePattern")
                        .replace("{totp_timestamp_seconds}", parts[2])
                        .replace("{totp_value_0}", parts[3]));

        instance.post(path + "/revoke", null);
        assertEquals(409, instance.get(path + "/google-wallet").status());
        JsonObject over = issue("QR_TOTP", "somebody");
        instance.now.set(Instant.parse(over.getString("expiresAt")));
        assertEquals(
                409,
                instance.get("/v1/credentials/" + over.getString("credentialId") + "/google-wallet")
                        .status());
    }

    @Test
    void what_is_no_totp_credential_has_no_wallet_object() {
        for (JsonObject issued : List.of(issuePrinted(), issueDynamic())) {
            Answer none = instance.get("/v1/credentials/" + issued.getString("credentialId") + "/google-wallet");
            assertEquals(409, none.status());
            assertEquals("/problems/no-wallet-object", none.body().getString("type"));
        }
        assertEquals(
                404,
                instance.get("/v1/credentials/0000000000000000/google-wallet").status());
    }

    @Test
    void a_claim_token_works_once() {
        String token = issueDynamic().getString("claimToken");
        Phone phone = new Phone();
        assertEquals(201, phone.claim(instance, token).status());
        assertEquals(409, phone.claim(instance, token).status());
        Answer other = new Phone().claim(instance, token);
        assertEquals("/problems/already-claimed", other.body().getString("type"));
    }

    @Test
    void of_twenty_phones_that_claim_at_once_one_gets_the_credential() throws Exception {
        String token = issueDynamic().getString("claimToken");
        List<Callable<Integer>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Phone phone = new Phone();
            claims.add(() -> phone.claim(instance, token).status());
        }
        assertEquals(1, atOnce(claims).stream().filter(status -> status == 201).count());
    }

    @Test
    void a_claim_without_the_private_key_or_with_no_point_is_a_422() {
        String token = issueDynamic().getString("claimToken");
        Phone phone = new Phone();
        JsonObject stolen = phone.claimBody(token).put("publicKey", new Phone().publicKey());
        assertEquals(422, instance.post("/v1/devices/claim", stolen).status());
        assertEquals(
                422,
                instance.post("/v1/devices/claim", phone.claimBody("other").put("claimToken", token))
                        .status());
        JsonObject off = phone.claimBody(token);
        off.getJsonObject("publicKey").put("y", "A".repeat(43));
        assertEquals(422, instance.post("/v1/devices/claim", off).status());
        assertEquals(201, phone.claim(instance, token).status());
    }

    @Test
    void a_token_of_nothing_and_one_of_what_is_over_open_nothing() {
        Phone phone = new Phone();
        assertEquals(404, phone.claim(instance, "no-such-token").status());
        JsonObject revoked = issueDynamic();
        instance.post("/v1/credentials/" + revoked.getString("credentialId") + "/revoke", null);
        assertEquals(409, phone.claim(instance, revoked.getString("claimToken")).status());
        JsonObject over = issueDynamic();
        instance.now.set(Instant.parse(over.getString("expiresAt")));
        assertEquals(409, phone.claim(instance, over.getString("claimToken")).status());
    }

    @Test
    void revoking_acts_here_before_it_is_answered_and_a_second_time_changes_nothing() {
        JsonObject issued = issuePrinted();
        String path = "/v1/credentials/" + issued.getString("credentialId");
        assertEquals(new Standing(CredentialStatus.ACTIVE, id(issued)), standing(instance, id(issued)));
        Answer revoked = instance.post(path + "/revoke", new JsonObject().put("reason", "lost"));
        assertEquals(200, revoked.status());
        assertEquals("REVOKED", revoked.body().getString("status"));
        assertEquals(new Standing(CredentialStatus.REVOKED, id(issued)), standing(instance, id(issued)));
        instance.now.set(Instance.START.plusSeconds(60));
        Answer again = instance.post(path + "/revoke", new JsonObject().put("reason", "found"));
        assertEquals(200, again.status());
        assertEquals(revoked.body(), again.body());
        assertEquals(revoked.body(), instance.get(path).body());
    }

    @Test
    void a_reissued_credential_takes_over_and_the_old_one_is_dead_at_once() {
        JsonObject first = issuePrinted();
        JsonObject second = reissue(first).body();
        JsonObject third = reissue(second).body();
        assertEquals(first.getString("credentialId"), second.getString("replaces"));
        assertEquals(second.getString("credentialId"), third.getString("replaces"));
        assertNotEquals(first.getString("visualNumber"), second.getString("visualNumber"));
        assertEquals(first.getString("holderRef"), third.getString("holderRef"));
        assertEquals(first.getString("expiresAt"), third.getString("expiresAt"));
        assertEquals(id(third), read(third.getString("code"), Instance.START).credential());
        CredentialId root = id(first);
        assertEquals(new Standing(CredentialStatus.REPLACED, root), standing(instance, root));
        assertEquals(new Standing(CredentialStatus.REPLACED, root), standing(instance, id(second)));
        assertEquals(new Standing(CredentialStatus.ACTIVE, root), standing(instance, id(third)));
        assertEquals(Reason.REPLACED, instance.feature.directory().fault(root));
        assertNull(instance.feature.directory().fault(id(third)));
        assertEquals(root, instance.feature.directory().root(id(third)));
    }

    @Test
    void a_reissued_dynamic_credential_is_claimed_anew() {
        JsonObject first = issueDynamic();
        new Phone().claim(instance, first.getString("claimToken"));
        JsonObject second = reissue(first).body();
        Phone phone = new Phone();
        Answer claimed = phone.claim(instance, second.getString("claimToken"));
        long step = Step.at(Instance.START);
        assertEquals(
                id(second),
                read(phone.show(claimed.body().getString("code"), step), Instance.START)
                        .credential());
    }

    @Test
    void what_is_dead_is_not_reissued_and_what_is_replaced_not_revoked() {
        JsonObject replaced = issuePrinted();
        reissue(replaced);
        assertEquals(409, reissue(replaced).status());
        Answer revoked = instance.post("/v1/credentials/" + replaced.getString("credentialId") + "/revoke", null);
        assertEquals(409, revoked.status());
        assertEquals("/problems/credential-replaced", revoked.body().getString("type"));
        JsonObject dead = issuePrinted();
        instance.post("/v1/credentials/" + dead.getString("credentialId") + "/revoke", null);
        assertEquals(409, reissue(dead).status());
        JsonObject over = issuePrinted();
        instance.now.set(Instant.parse(over.getString("expiresAt")));
        assertEquals(409, reissue(over).status());
    }

    @Test
    void of_twenty_reissues_at_once_one_succeeds() throws Exception {
        JsonObject issued = issuePrinted();
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> reissue(issued).status());
        }
        List<Integer> statuses = atOnce(calls);
        assertEquals(1, statuses.stream().filter(status -> status == 201).count());
        assertEquals(19, statuses.stream().filter(status -> status == 409).count());
    }

    @Test
    void another_instance_and_one_that_starts_later_know_it_too() {
        try (Instance other = new Instance(databaseUri, keys)) {
            JsonObject first = issuePrinted();
            JsonObject second = reissue(first).body();
            Instance.await(other.changes.applyNow());
            assertEquals(new Standing(CredentialStatus.REPLACED, id(first)), standing(other, id(first)));
            assertEquals(new Standing(CredentialStatus.ACTIVE, id(first)), standing(other, id(second)));
            try (Instance later = new Instance(databaseUri, keys)) {
                assertEquals(new Standing(CredentialStatus.REPLACED, id(first)), standing(later, id(first)));
                assertEquals(new Standing(CredentialStatus.ACTIVE, id(first)), standing(later, id(second)));
            }
        }
    }

    @Test
    void a_holders_credentials_are_listed_newest_first_page_by_page() {
        List<String> issued = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            issued.add(0, issue("QR_PRINTED", "list holder").getString("credentialId"));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonObject page = instance.get("/v1/credentials?limit=2&holderRef=list%20holder" + cursor)
                    .body();
            page.getJsonArray("items").forEach(one -> listed.add(((JsonObject) one).getString("credentialId")));
            cursor = page.getString("nextCursor") == null ? null : "&cursor=" + page.getString("nextCursor");
            pages++;
        }
        assertEquals(issued, listed);
        assertEquals(3, pages);
        Set<String> all = new HashSet<>();
        instance.get("/v1/credentials?limit=200")
                .body()
                .getJsonArray("items")
                .forEach(one -> all.add(((JsonObject) one).getString("credentialId")));
        assertEquals(true, all.containsAll(issued));
        assertEquals(422, instance.get("/v1/credentials?cursor=x").status());
    }

    @Test
    void the_public_keys_are_open_to_anyone() {
        Answer answer = instance.get("/v1/keys");
        assertEquals(200, answer.status());
        JsonObject key = answer.body().getJsonArray("keys").getJsonObject(0);
        assertEquals(keys.codeKey(CodeClass.D, Instance.START).kid().hex(), key.getString("kid"));
        assertFalse(answer.body().encode().contains("\"d\""));
    }

    private static JsonObject issuePrinted() {
        return issue("QR_PRINTED", "somebody");
    }

    private static JsonObject issueDynamic() {
        return issue("QR_DYNAMIC", "somebody");
    }

    private static JsonObject issue(String type, String holderRef) {
        Answer issued = instance.post(
                "/v1/credentials", new JsonObject().put("type", type).put("holderRef", holderRef));
        assertEquals(201, issued.status(), () -> issued.body().encode());
        return issued.body();
    }

    private static Answer reissue(JsonObject credential) {
        return instance.post("/v1/credentials/" + credential.getString("credentialId") + "/reissue", null);
    }

    private static CredentialId id(JsonObject credential) {
        return new CredentialId(credential.getString("credentialId"));
    }

    private static Standing standing(Instance at, CredentialId id) {
        return at.feature.directory().standing(id);
    }

    private static Presented read(String code, Instant at) {
        return assertInstanceOf(Presented.class, instance.reader.read(code, at));
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> out = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(calls)) {
                out.add(one.get());
            }
            return out;
        } finally {
            threads.shutdownNow();
        }
    }

    /** As a camera sees it; where ZXing takes a part of the code for a corner, as a picture without a camera's faults. */
    private static String decode(BufferedImage image) throws Exception {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), rgb);
        BinaryBitmap seen = new BinaryBitmap(new HybridBinarizer(source));
        try {
            return new QRCodeReader().decode(seen).getText();
        } catch (ReaderException misread) {
            return new QRCodeReader()
                    .decode(seen, Map.of(DecodeHintType.PURE_BARCODE, true))
                    .getText();
        }
    }
}
