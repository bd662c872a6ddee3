package parkgate.gatesim.lane.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parkgate.gatesim.lane.Issuer;
import parkgate.gatesim.lane.PackText;

class PackReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Issuer codes = new Issuer();
    private final Issuer packs = new Issuer();
    private final PackReader reader = new PackReader(new JdkSignatures());

    private Pack read(byte[] message) throws PackRefused {
        return reader.read(message, Map.of(packs.kid(), packs.x()));
    }

    @Test
    void reads_what_a_known_key_signed() throws PackRefused {
        PackText text = new PackText(codes, packs, NOW).version(41).capacity(7).dead(9);
        text.right(Issuer.credential(), "S", "ALWAYS");

        Pack pack = read(text.signed(packs));

        assertEquals(41, pack.version());
        assertEquals("lane", pack.laneId());
        assertEquals(7, pack.lot().capacity());
        assertEquals(1, pack.rights().size());
        assertTrue(pack.status().isDead(9));
        assertTrue(!pack.status().isDead(10) && !pack.status().isDead(9 + (1L << 20)));
    }

    /** As the service writes a right for which nobody named a beginning. */
    @Test
    void a_right_without_a_beginning_has_always_begun() throws PackRefused {
        PackText text = new PackText(codes, packs, NOW);
        text.right(Issuer.credential(), "S", "CACHED").putNull("validFrom");

        Pack pack = read(text.signed(packs));

        assertEquals(
                Instant.MIN, pack.rights().values().iterator().next().get(0).from());
    }

    @Test
    void refuses_what_another_key_signed_also_under_our_keys_name() {
        PackText text = new PackText(codes, packs, NOW);
        Issuer stranger = new Issuer();

        assertThrows(PackRefused.class, () -> read(text.signed(stranger)));
        assertThrows(PackRefused.class, () -> reader.read(text.signed(stranger), Map.of(stranger.kid(), packs.x())));
    }

    @Test
    void refuses_every_changed_byte_and_every_shorter_message() {
        byte[] message = new PackText(codes, packs, NOW).signed(packs);
        for (int i = 0; i < message.length; i += 7) {
            byte[] changed = message.clone();
            changed[i] ^= 4;
            assertThrows(PackRefused.class, () -> read(changed), "byte " + i);
        }
        for (int length = 0; length < message.length; length += 11) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThrows(PackRefused.class, () -> read(cut));
        }
    }

    @Test
    void never_throws_anything_else_on_noise() {
        Random dice = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[dice.nextInt(120)];
            dice.nextBytes(noise);
            if (noise.length > 2) {
                noise[0] = (byte) 0xd2;
                noise[1] = (byte) 0x84;
            }
            assertThrows(PackRefused.class, () -> read(noise));
        }
    }

    @Test
    void refuses_what_is_signed_and_is_no_pack() {
        for (String payload : new String[] {"", "{}", "[]", "null", "{\"pack\":2}", "{\"pack\":1,\"version\":3}"}) {
            byte[] message = PackText.signed(packs, payload.getBytes(StandardCharsets.UTF_8));
            assertThrows(PackRefused.class, () -> read(message), payload);
        }
    }
}
