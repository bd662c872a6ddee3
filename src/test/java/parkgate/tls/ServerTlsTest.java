package parkgate.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parkgate.tls.TlsDoor.client;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.telemetry.Finding;

class ServerTlsTest {
    private final Instant nextMonth = Instant.now().plus(Duration.ofDays(30));
    private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));

    @TempDir
    Path temp;

    private Authority authority;
    private Authority lanes;
    private Path certificate;
    private Path key;
    private TlsDoor door;

    @BeforeEach
    void open() throws Exception {
        authority = new Authority("servers");
        lanes = new Authority("lanes");
        certificate = temp.resolve("cert.pem");
        key = temp.resolve("key.pem");
        authority.server(nextMonth).write(certificate, key);
        door = new TlsDoor(new TlsFiles(certificate, key, Optional.empty()));
    }

    private void openForLanes() throws Exception {
        door.close();
        lanes.write(temp.resolve("lanes.pem"));
        door = new TlsDoor(new TlsFiles(certificate, key, Optional.of(temp.resolve("lanes.pem"))));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static void await(String what, Callable<Boolean> met) throws Exception {
        for (int looks = 0; !met.call(); looks++) {
            assertTrue(looks < 3_000, what);
            Thread.sleep(10);
        }
    }

    private static X509Certificate shown(SSLSocket socket) throws Exception {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    private X509Certificate shownToANewcomer() throws Exception {
        try (SSLSocket socket = door.connect(authority.client(null))) {
            return shown(socket);
        }
    }

    private static void ask(SSLSocket socket, String path, String more) throws Exception {
        String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer admin\r\n" + more + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static String firstLine(SSLSocket socket) throws Exception {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void speaks_http_2_over_tls_and_http_1_to_those_who_ask_for_it() throws Exception {
        HttpResponse<String> modern = door.admin(authority.client(null));
        assertEquals(HttpClient.Version.HTTP_2, modern.version());
        assertEquals(200, modern.statusCode());
        assertEquals(
                "max-age=31536000",
                modern.headers().firstValue("strict-transport-security").orElseThrow());
        try (SSLSocket socket = door.connect(authority.client(null))) {
            ask(socket, "/v1/places/a", "");
            assertEquals("HTTP/1.1 200", firstLine(socket));
            assertEquals("TLSv1.3", socket.getSession().getProtocol());
        }
    }

    @Test
    void over_http_2_too_a_head_beyond_its_bound_is_refused_and_nobody_else_suffers() throws Exception {
        SSLContext anyone = authority.client(null);
        HttpResponse<String> answer;
        try {
            answer = door.adminWith(anyone, "x-".repeat(50_000));
        } catch (IOException refused) {
            answer = null; // the connection was ended: HTTP/2's other way to say it
        }
        assertTrue(answer == null || answer.statusCode() == 431, () -> "took it");
        assertEquals(200, door.admin(anyone).statusCode());
    }

    @Test
    void ciphers_that_do_not_authenticate_are_not_spoken() throws Exception {
        try (SSLSocket socket = door.connect(authority.client(null))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThrows(SSLHandshakeException.class, socket::startHandshake);
        }
    }

    @Test
    void a_new_certificate_is_shown_to_newcomers_and_nobody_is_put_out() throws Exception {
        try (SSLSocket early = door.connect(authority.client(null))) {
            ask(early, "/v1/places/a", "");
            assertEquals("HTTP/1.1 200", firstLine(early));
            Authority.Issued next = authority.server(nextMonth);
            next.write(certificate, key);
            await("the new certificate", () -> shownToANewcomer().equals(next.certificate()));
            ask(early, "/nosuch", "Connection: close\r\n");
            String rest = new String(early.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(rest.contains("HTTP/1.1 404 "), rest);
            assertNotEquals(next.certificate(), shown(early));
        }
        await(
                "its count",
                () -> door.metrics()
                                .counter("parkgate_tls_changes", "result", "taken")
                                .count()
                        == 1);
        assertInstanceOf(Finding.Good.class, door.tls().finding());
    }

    @Test
    void files_that_cannot_be_used_change_nothing_and_are_reported_until_they_can() throws Exception {
        X509Certificate first = shownToANewcomer();
        String good = Files.readString(key);
        List<String> broken = List.of(
                "", "no key", Authority.pem("PRIVATE KEY", new byte[] {1, 2}), good.substring(0, good.length() / 2));
        for (String each : broken) {
            Files.writeString(key, each);
            await("a word of the broken key", () -> refused() == 1);
            assertEquals(first, shownToANewcomer());
            Finding.Note note = assertInstanceOf(Finding.Note.class, door.tls().finding());
            assertTrue(note.text().contains(key.toString()), note.text());
            Files.writeString(key, good);
            await("the key's return", () -> refused() == 0);
        }
        assertInstanceOf(Finding.Good.class, door.tls().finding());
        assertEquals(
                0,
                door.metrics()
                        .counter("parkgate_tls_changes", "result", "taken")
                        .count());
    }

    private double refused() {
        return door.metrics().get("parkgate_tls_files_refused").gauge().value();
    }

    @Test
    void a_certificate_with_another_ones_key_or_one_that_has_expired_is_not_taken() throws Exception {
        X509Certificate first = shownToANewcomer();
        authority.server(nextMonth).write(certificate, temp.resolve("elsewhere.pem"));
        await("a word of the wrong key", () -> refused() == 1);
        assertEquals(first, shownToANewcomer());
        authority.server(yesterday).write(certificate, key);
        await(
                "a word of the old certificate",
                () -> door.tls().finding() instanceof Finding.Note note
                        && note.text().contains("has expired"));
        assertEquals(first, shownToANewcomer());
    }

    @Test
    void a_missing_file_changes_nothing_either() throws Exception {
        X509Certificate first = shownToANewcomer();
        Files.delete(certificate);
        await("a word of the missing file", () -> refused() == 1);
        assertEquals(first, shownToANewcomer());
    }

    @Test
    void the_start_refuses_files_that_do_not_fit_together() throws Exception {
        Path other = temp.resolve("other.pem");
        authority.server(nextMonth).write(temp.resolve("othercert.pem"), other);
        TlsFiles files = new TlsFiles(certificate, other, Optional.empty());
        assertEquals(
                other + " is not the key of " + certificate,
                assertThrows(TlsFileException.class, files::load).getMessage());
        TlsFiles noCertificate = new TlsFiles(key, key, Optional.empty());
        assertThrows(TlsFileException.class, noCertificate::load);
        TlsFiles noCa = new TlsFiles(certificate, key, Optional.of(key));
        assertThrows(TlsFileException.class, noCa::load);
    }

    @Test
    void readiness_warns_two_weeks_before_a_certificate_ends() throws Exception {
        TlsFiles files = new TlsFiles(certificate, key, Optional.empty());
        Instant near = nextMonth.minus(Duration.ofDays(13));
        ServerTls soon = new ServerTls(files, files.load(), () -> near, new SimpleMeterRegistry());
        Finding.Note note = assertInstanceOf(Finding.Note.class, soon.finding());
        assertTrue(note.text().contains("expires at"), note.text());
    }

    // ── Lanes' certificates ──────────────────────────────────────────────────────────────────────────────────────────

    @Test
    void a_lane_needs_its_key_and_a_certificate_that_names_it() throws Exception {
        openForLanes();
        for (Authority.Issued good :
                List.of(lanes.lane(nextMonth, "lane-1"), lanes.lane(nextMonth, "lane-0", "lane-1"))) {
            HttpResponse<String> answer = door.scan(client(authority.client(good)), "lane-1");
            assertEquals(200, answer.statusCode(), answer.body());
        }
        for (Authority.Issued bad : Arrays.asList(
                null,
                lanes.lane(nextMonth),
                lanes.lane(nextMonth, "lane-2"),
                lanes.lane(nextMonth, "lane-1x"),
                lanes.lane(yesterday, "lane-1"),
                lanes.client(KeyPurposeId.id_kp_serverAuth, nextMonth, "lane-1"),
                new Authority("lanes").lane(nextMonth, "lane-1"))) {
            HttpResponse<String> refused = door.scan(client(authority.client(bad)), "lane-1");
            assertEquals(403, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("/problems/lane-certificate"), refused.body());
        }
    }

    @Test
    void nobody_else_needs_a_certificate_or_is_refused_for_one() throws Exception {
        openForLanes();
        assertEquals(200, door.admin(authority.client(null)).statusCode());
        assertEquals(
                200,
                door.admin(authority.client(lanes.lane(yesterday, "lane-1"))).statusCode());
    }

    @Test
    void without_a_lane_ca_a_lane_needs_its_key_alone() throws Exception {
        assertEquals(200, door.scan(client(authority.client(null)), "lane-1").statusCode());
    }

    @Test
    void another_lane_ca_is_taken_without_a_restart_also_on_open_connections() throws Exception {
        openForLanes();
        HttpClient lane = client(authority.client(lanes.lane(nextMonth, "lane-1")));
        assertEquals(200, door.scan(lane, "lane-1").statusCode());
        new Authority("others").write(temp.resolve("lanes.pem"));
        await("the other CA", () -> door.scan(lane, "lane-1").statusCode() == 403);
    }
}
