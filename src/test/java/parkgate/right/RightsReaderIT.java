package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parkgate.core.CredentialId;
import parkgate.core.access.Right;
import parkgate.core.access.RightsAtLot;
import parkgate.testing.Await;
import parkgate.testing.Servers;

class RightsReaderIT {
    private static final CredentialId HOLDER = new CredentialId("0000000000000001");
    private static final CredentialId NEWER = new CredentialId("0000000000000002");

    private final String uri = Servers.freshDatabaseUri();
    private Rights here;
    private Rights there;

    @BeforeEach
    void start() {
        here = new Rights(uri);
        there = new Rights(uri);
        here.makeLots();
        here.credential(HOLDER.text(), 1);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void reads_the_rights_that_name_the_lot_or_what_it_lies_in() {
        UUID atLot = give(
                "l",
                "'validFrom':'2026-01-01T00:00:00Z','poolId':'p',"
                        + "'recurring':[{'days':['FRI'],'from':'18:00','to':'08:00'}]");
        UUID inCity = give("c", "'validUntil':'2027-01-01T00:00:00Z'");
        give("m", "");
        RightsAtLot read = Await.result(here.reader.read(HOLDER, here.lot("l")));
        assertTrue(read.known());
        assertEquals(HOLDER, read.root());
        assertEquals(here.feed.version(), read.version());
        assertEquals(
                List.of(
                        new Right(
                                inCity,
                                Right.Type.PERMIT,
                                Long.MIN_VALUE,
                                Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(),
                                null,
                                List.of()),
                        new Right(
                                atLot,
                                Right.Type.PERMIT,
                                Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                                Long.MAX_VALUE,
                                "p",
                                List.of(new Right.Window(1 << 4, 18 * 60, 8 * 60)))),
                read.rights());
    }

    @Test
    void sixteen_that_have_not_ended_hide_those_that_have() {
        for (int i = 0; i < 3; i++) {
            give("l", "'validUntil':'2026-01-01T00:00:00Z'");
        }
        List<UUID> standing = new ArrayList<>();
        for (int i = 0; i < RightsAtLot.MAX_RIGHTS; i++) {
            standing.add(give("l", ""));
        }
        List<UUID> read = Await.result(here.reader.read(HOLDER, here.lot("l"))).rights().stream()
                .map(Right::id)
                .toList();
        assertEquals(RightsAtLot.MAX_RIGHTS, read.size());
        assertTrue(read.containsAll(standing));
    }

    @Test
    void a_credential_that_nobody_issued_is_not_known() {
        RightsAtLot read = Await.result(here.reader.read(NEWER, here.lot("l")));
        assertFalse(read.known());
        assertEquals(NEWER, read.root());
        assertEquals(List.of(), read.rights());
        assertEquals(here.feed.version(), read.version());
    }

    @Test
    void a_reissued_credential_leads_to_the_rights_of_its_root() {
        UUID given = give("l", "");
        here.reissued(NEWER.text(), HOLDER.text(), 2, HOLDER.text());
        RightsAtLot read = Await.result(here.reader.read(NEWER, here.lot("l")));
        assertTrue(read.known());
        assertEquals(HOLDER, read.root());
        assertEquals(List.of(given), read.rights().stream().map(Right::id).toList());
    }

    @Test
    void a_copy_from_before_a_change_is_known_to_be_old_at_every_instance() {
        Await.result(there.feed.applyNow());
        RightsAtLot before = Await.result(there.reader.read(HOLDER, there.lot("l")));
        assertTrue(before.version() >= there.recent.minVersion(HOLDER));
        give("l", "");
        assertTrue(before.version() < here.recent.minVersion(HOLDER), "here at once");
        Await.until(() -> before.version() < there.recent.minVersion(HOLDER));
        RightsAtLot after = Await.result(there.reader.read(HOLDER, there.lot("l")));
        assertTrue(after.version() >= there.recent.minVersion(HOLDER));
        assertEquals(1, after.rights().size());
        try (Rights later = new Rights(uri)) {
            assertEquals(there.recent.minVersion(HOLDER), later.recent.minVersion(HOLDER));
        }
    }

    @Test
    void many_who_ask_the_same_at_once_all_get_the_answer() {
        give("l", "");
        List<Future<RightsAtLot>> asked = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            asked.add(here.reader.read(HOLDER, here.lot("l")));
        }
        RightsAtLot first = Await.result(asked.get(0));
        asked.forEach(one -> assertEquals(first, Await.result(one)));
    }

    private UUID give(String placeId, String rest) {
        var answer = here.give("{'credentialId':'" + HOLDER + "','placeId':'" + placeId + "','type':'PERMIT'"
                + (rest.isEmpty() ? "" : "," + rest) + "}");
        assertEquals(201, answer.status());
        return UUID.fromString(answer.json().getString("rightId"));
    }
}
