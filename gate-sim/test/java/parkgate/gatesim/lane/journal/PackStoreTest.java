package parkgate.gatesim.lane.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parkgate.gatesim.lane.Issuer;
import parkgate.gatesim.lane.PackText;
import parkgate.gatesim.lane.offline.JdkSignatures;
import parkgate.gatesim.lane.offline.PackReader;
import parkgate.gatesim.lane.offline.PackRefused;

class PackStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private final Issuer codes = new Issuer();
    private final Issuer packs = new Issuer();
    private final List<String> complaints = new ArrayList<>();

    private PackStore open() throws IOException {
        PackStore store = PackStore.open(folder, new PackReader(new JdkSignatures()), "lane", complaints::add);
        store.pin(Map.of(packs.kid(), packs.x()));
        return store;
    }

    private byte[] pack(long version) {
        return new PackText(codes, packs, NOW).version(version).signed(packs);
    }

    @Test
    void takes_a_newer_pack_and_refuses_an_older_one_also_after_a_restart() throws Exception {
        PackStore store = open();
        assertTrue(store.accept(pack(3), "e3"));
        assertFalse(store.accept(pack(3), "e3"), "the same is no news");
        assertThrows(PackRefused.class, () -> store.accept(pack(2), "e2"));
        assertEquals(3, store.held().version());

        PackStore again = open();
        assertEquals(3, again.held().version());
        assertThrows(PackRefused.class, () -> again.accept(pack(2), "e2"));
        assertTrue(again.accept(pack(4), "e4"));
    }

    @Test
    void an_older_pack_put_into_the_folder_is_refused() throws Exception {
        open().accept(pack(3), "");
        Files.write(folder.resolve("offline-pack.cose"), pack(2));

        PackStore again = open();

        assertNull(again.held());
        assertEquals(1, complaints.size());
        assertThrows(PackRefused.class, () -> again.accept(pack(2), ""));
        assertTrue(again.accept(pack(3), ""));
    }

    @Test
    void a_pack_of_another_lane_is_refused() throws Exception {
        PackText other = new PackText(codes, packs, NOW);
        other.json.put("laneId", "other");
        assertThrows(PackRefused.class, () -> open().accept(other.signed(packs), ""));
    }

    @Test
    void the_keys_that_may_sign_come_by_packs_and_no_stranger_is_ever_pinned_again() throws Exception {
        Issuer next = new Issuer();
        PackStore store = open();
        PackText announcing = new PackText(codes, packs, NOW).version(2);
        announcing
                .json
                .withArray("packKeys")
                .addObject()
                .put("kid", next.kid().hex())
                .put("x", next.xText());
        store.accept(announcing.signed(packs), "");
        store.accept(new PackText(codes, next, NOW).version(3).signed(next), "");
        assertThrows(PackRefused.class, () -> store.accept(pack(4), ""), "the old key has retired");

        Issuer stranger = new Issuer();
        PackStore again = open();
        again.pin(Map.of(stranger.kid(), stranger.x()));
        assertEquals(3, again.held().version());
        assertThrows(
                PackRefused.class,
                () -> again.accept(new PackText(codes, stranger, NOW).version(9).signed(stranger), ""));
        assertTrue(again.accept(new PackText(codes, next, NOW).version(4).signed(next), ""));
    }

    @Test
    void keys_that_a_disk_spoilt_are_said_and_pinned_anew() throws Exception {
        open().accept(pack(3), "");
        for (String spoilt : List.of("", "{\"keys\":{\"zz\":\"!!\"}}", "\0".repeat(60))) {
            complaints.clear();
            Files.writeString(folder.resolve("offline-pack.keys.json"), spoilt);
            PackStore store = PackStore.open(folder, new PackReader(new JdkSignatures()), "lane", complaints::add);
            assertNull(store.held(), "nobody is believed any more");
            assertFalse(store.trustsAnyKey());
            assertTrue(complaints.get(0).contains("offline-pack.keys.json"), complaints::toString);

            store.pin(Map.of(packs.kid(), packs.x()));
            assertTrue(store.accept(pack(3), ""));
        }
    }
}
