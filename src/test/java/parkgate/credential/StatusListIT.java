package parkgate.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parkgate.core.code.Reading.Presented;
import parkgate.signing.CoseMessage;
import parkgate.signing.JdkEd25519;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyRing;
import parkgate.signing.StatusList;
import parkgate.testing.Await;
import parkgate.testing.Servers;

/** The status list as anyone gets it from either of two instances; time is what the test says. */
class StatusListIT {
    private static final String SHARD_0 = "/v1/status-lists/0";

    @TempDir
    static Path folder;

    private static KeyRing keys;
    private static Instance one;
    private static Instance other;

    @BeforeAll
    static void start() throws Exception {
        String databaseUri = Servers.freshDatabaseUri();
        keys = KeyFile.openOrMake(folder.resolve("keys.p12"), new SecureRandom(), Instance.START);
        one = new Instance(databaseUri, keys);
        other = new Instance(databaseUri, keys);
    }

    @AfterAll
    static void stop() {
        one.close();
        other.close();
    }

    @BeforeEach
    void later() {
        for (Instance each : List.of(one, other)) {
            each.now.set(each.now.get().plus(StatusLists.AT_MOST_EACH));
        }
    }

    private static JsonObject issued() {
        return one.post("/v1/credentials", new JsonObject().put("type", "QR_PRINTED"))
                .body();
    }

    private static int bit(String code) {
        return (int) read(one, code).statusIndex();
    }

    private static Presented read(Instance at, String code) {
        return (Presented) at.reader.read(code, at.now.get());
    }

    private static SignedJWT jwt(Instance at) throws Exception {
        HttpResponse<byte[]> response = at.download(SHARD_0);
        assertEquals(200, response.statusCode());
        return SignedJWT.parse(new String(response.body(), StandardCharsets.US_ASCII));
    }

    private static BitSet bits(Instance at) throws Exception {
        Map<String, Object> list = jwt(at).getJWTClaimsSet().getJSONObjectClaim("status_list");
        assertEquals(1L, list.get("bits"));
        return inflated(Base64.getUrlDecoder().decode((String) list.get("lst")));
    }

    private static BitSet inflated(byte[] compressed) throws IOException {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            byte[] bits = in.readAllBytes();
            assertEquals(StatusList.ENTRIES / 8, bits.length);
            return BitSet.valueOf(bits);
        }
    }

    @Test
    void what_is_revoked_or_replaced_has_its_bit_set_at_every_instance() throws Exception {
        JsonObject revoked = issued();
        JsonObject replaced = issued();
        JsonObject good = issued();
        assertFalse(bits(one).get(bit(revoked.getString("code"))));
        one.post("/v1/credentials/" + revoked.getString("credentialId") + "/revoke", null);
        JsonObject successor = one.post("/v1/credentials/" + replaced.getString("credentialId") + "/reissue", null)
                .body();
        later();
        BitSet here = bits(one);
        assertTrue(here.get(bit(revoked.getString("code"))));
        assertTrue(here.get(bit(replaced.getString("code"))));
        assertFalse(here.get(bit(good.getString("code"))));
        assertFalse(here.get(bit(successor.getString("code"))));
        Instance.await(other.changes.applyNow());
        later();
        assertEquals(here, bits(other));
    }

    @Test
    void the_jwt_is_verified_by_the_key_set_and_the_cwt_says_the_same() throws Exception {
        SignedJWT jwt = jwt(one);
        JWKSet set = JWKSet.parse(one.get("/v1/keys").body().encode());
        var key = set.getKeyByKeyId(jwt.getHeader().getKeyID()).toOctetKeyPair();
        assertTrue(JdkEd25519.verifies(
                key.getDecodedX(), jwt.getSigningInput(), jwt.getSignature().decode()));
        assertEquals(
                "https://parking.example/v1/status-lists/0",
                jwt.getJWTClaimsSet().getSubject());

        HttpResponse<byte[]> response = one.download(SHARD_0, "Accept", "application/statuslist+cwt");
        assertEquals("application/statuslist+cwt", header(response, "Content-Type"));
        CoseMessage cwt = CoseMessage.read(response.body());
        assertTrue(cwt.isSignedBy(key.getDecodedX()));
        assertEquals("https://parking.example/v1/status-lists/0", cwt.claims().get(2));
        Map<?, ?> list = (Map<?, ?>) cwt.claims().get(65533);
        assertEquals(bits(one), inflated((byte[]) list.get("lst")));
    }

    @Test
    void who_has_the_list_is_told_so_until_it_changes() {
        HttpResponse<byte[]> first = one.download(SHARD_0);
        String etag = header(first, "ETag");
        assertEquals("Accept", header(first, "Vary"));
        HttpResponse<byte[]> again = one.download(SHARD_0, "If-None-Match", etag);
        assertEquals(304, again.statusCode());
        assertEquals(0, again.body().length);
        assertEquals(etag, header(again, "ETag"));
        Instance.await(other.changes.applyNow());
        later();
        assertEquals(304, other.download(SHARD_0, "If-None-Match", etag).statusCode(), "whichever instance is asked");

        one.post("/v1/credentials/" + issued().getString("credentialId") + "/revoke", null);
        later();
        HttpResponse<byte[]> changed = one.download(SHARD_0, "If-None-Match", etag);
        assertEquals(200, changed.statusCode());
        assertNotEquals(etag, header(changed, "ETag"));
    }

    @Test
    void a_list_is_signed_again_within_the_hour_and_long_before_it_expires() throws Exception {
        Instant before = jwt(one).getJWTClaimsSet().getExpirationTime().toInstant();
        one.now.set(one.now.get().plus(Duration.ofHours(1)));
        assertTrue(jwt(one).getJWTClaimsSet().getExpirationTime().toInstant().isAfter(before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/statuslist+jwt | 200 | application/statuslist+jwt",
                "*/*                        | 200 | application/statuslist+jwt",
                "application/*;q=0.1, application/statuslist+jwt;q=0 | 200 | application/statuslist+cwt",
                "application/statuslist+jwt;q=0.5, application/statuslist+cwt | 200 | application/statuslist+cwt",
                "text/html, */*;q=0.8       | 200 | application/statuslist+jwt",
                "application/json           | 406 | application/problem+json",
                "*/*;q=0                    | 406 | application/problem+json",
                "*/*;q=banana               | 406 | application/problem+json"
            })
    void the_form_is_the_one_that_is_wanted(String accept, int status, String type) {
        HttpResponse<byte[]> response = one.download(SHARD_0, "Accept", accept);
        assertEquals(status, response.statusCode());
        assertTrue(header(response, "Content-Type").startsWith(type));
    }

    @ParameterizedTest
    @CsvSource({"1, 404", "1048575, 404", "1048576, 422", "-1, 422", "x, 422", "00, 200"})
    void a_shard_without_a_credential_is_a_404(String shard, int status) {
        assertEquals(status, one.download("/v1/status-lists/" + shard).statusCode());
    }

    @Test
    void an_instance_that_lost_every_notification_catches_up() throws Exception {
        String databaseUri = Servers.freshDatabaseUri();
        try (Instance teller = new Instance(databaseUri, keys);
                Instance deaf = new Instance(databaseUri, keys)) {
            // The log is written as ever, but nobody is told.
            Instance.await(teller.database.pool().query("""
                    create or replace function record_change(changed_kind text, changed_subject text) returns bigint
                        language plpgsql as $$
                    declare v bigint;
                    begin
                        update change_head set version = version + 1 returning version into v;
                        insert into change (version, kind, subject) values (v, changed_kind, changed_subject);
                        return v;
                    end $$""").execute());
            JsonObject issued = teller.post("/v1/credentials", new JsonObject().put("type", "QR_PRINTED"))
                    .body();
            var id = read(teller, issued.getString("code")).credential();
            int bit = (int) read(teller, issued.getString("code")).statusIndex();
            teller.post("/v1/credentials/" + id.text() + "/revoke", null);
            Await.until(() -> deaf.feature.directory().standing(id).status() == CredentialStatus.REVOKED);
            deaf.now.set(deaf.now.get().plus(StatusLists.AT_MOST_EACH));
            assertTrue(bits(deaf).get(bit));
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
