package parkgate.core.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class NameUuidTest {
    private static final UUID SCAN = UUID.fromString("018f3a52-0000-7000-8000-000000000001");

    /** RFC 9562, appendix A.4. */
    @Test
    void is_the_version_5_uuid_of_the_rfc() {
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertEquals(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NameUuid.of(dns, "www.example.com"));
    }

    @Test
    void the_same_scan_at_the_same_lot_names_the_same_session() {
        assertEquals(NameUuid.sessionId("lot-1", SCAN), NameUuid.sessionId("lot-1", SCAN));
        assertEquals(UUID.fromString("84c6b2a0-460e-564f-8f52-aa56bc5afaa0"), NameUuid.sessionId("lot-1", SCAN));
    }

    @Test
    void lots_scans_sessions_and_decisions_do_not_share_ids() {
        assertNotEquals(NameUuid.sessionId("lot-1", SCAN), NameUuid.sessionId("lot-2", SCAN));
        assertNotEquals(NameUuid.sessionId("lot-1", SCAN), NameUuid.decisionId("lot-1", SCAN));
        assertNotEquals(NameUuid.sessionId("lot-1", SCAN), NameUuid.sessionId("lot-1", new UUID(0, 1)));
    }
}
