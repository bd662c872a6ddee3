package parkgate.gatesim.lane.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DevicesTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void lines_end_with_either_end_and_what_is_too_long_is_nothing() {
        LineBytes bytes = new LineBytes(lines::add);
        for (String part : List.of("QP1S.AB", "C\r\n\n x \r", "y".repeat(5_000), "\nz\n", "rest")) {
            byte[] read = part.getBytes(StandardCharsets.US_ASCII);
            bytes.take(read, read.length);
        }
        bytes.end();
        assertEquals(List.of("QP1S.ABC", "x", "z", "rest"), lines);
    }

    /** Recorded as a scanner types "Qp.1:" and Enter: 64-bit events, little-endian, each key with its scan code and sync. */
    @Test
    void a_scanner_that_types_is_read_from_its_recorded_events() {
        String recorded = key(42, 1)
                + key(16, 1)
                + key(16, 0)
                + key(42, 0) // Q
                + key(25, 1)
                + key(25, 2)
                + key(25, 0) // p, with a repeat that is no second one
                + key(52, 1)
                + key(52, 0)
                + key(2, 1)
                + key(2, 0) // .1
                + key(54, 1)
                + key(39, 1)
                + key(39, 0)
                + key(54, 0) // :
                + key(28, 1)
                + key(28, 0);
        byte[] bytes = HexFormat.of().parseHex(recorded);
        WedgeKeys wedge = new WedgeKeys(true, ByteOrder.LITTLE_ENDIAN, lines::add);
        for (int i = 0; i < bytes.length; i += 5) {
            byte[] part = java.util.Arrays.copyOfRange(bytes, i, Math.min(i + 5, bytes.length));
            wedge.take(part, part.length);
        }
        assertEquals(List.of("Qp.1:"), lines);
    }

    @Test
    void every_character_of_a_code_and_a_typed_number_has_a_key() {
        String code = "QP1D.ABCDEFGHIJKLMNOPQRSTUVWXYZ234567.0189-abcxyz";
        WedgeKeys wedge = new WedgeKeys(false, ByteOrder.BIG_ENDIAN, lines::add);
        String plain = "1234567890-=  qwertyuiop[]  asdfghjkl;'`  zxcvbnm,./";
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            boolean upper = Character.isUpperCase(c);
            int at = plain.indexOf(Character.toLowerCase(c));
            short key = (short) (2 + at);
            send(wedge, (short) 42, upper ? 1 : 0);
            send(wedge, key, 1);
            send(wedge, key, 0);
        }
        send(wedge, (short) 96, 1);
        assertEquals(List.of(code), lines);
    }

    private static void send(WedgeKeys wedge, short code, int value) {
        ByteBuffer event = ByteBuffer.allocate(16)
                .putLong(0)
                .putShort((short) 1)
                .putShort(code)
                .putInt(value);
        wedge.take(event.array(), 16);
    }

    private static String key(int code, int value) {
        ByteBuffer events = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
        long[] rows = {4L << 32, 1L << 32, 0};
        for (int i = 0; i < rows.length; i++) {
            events.putLong(1_795_000_000L).putLong(123_456L);
            events.putShort((short) (rows[i] >> 32)).putShort((short) (i == 1 ? code : i == 0 ? 4 : 0));
            events.putInt(i == 1 ? value : i == 0 ? 458_000 : 0);
        }
        return HexFormat.of().formatHex(events.array());
    }

    @Test
    void the_same_read_is_one_for_a_while_and_another_text_ends_it() {
        SameRead same = new SameRead(3_000);
        assertFalse(same.isSame("a", 10_000));
        assertTrue(same.isSame("a", 12_999));
        assertFalse(same.isSame("a", 13_000));
        assertFalse(same.isSame("b", 13_001));
        assertFalse(same.isSame("a", 13_002));
    }

    @Test
    void loops_tell_whether_a_car_stands_there_unless_they_are_broken() {
        Loops loops = new Loops(true);
        assertEquals(false, loops.vehiclePresent());
        assertTrue(loops.take("LOOP ARMING 1"));
        assertEquals(true, loops.vehiclePresent());
        assertTrue(loops.take("LOOP ARMING FAULT"));
        assertNull(loops.vehiclePresent());
        assertFalse(loops.take("LOOP ARMING 2"));
        assertFalse(loops.take("QP1S.LOOP CLOSING 1"));
        assertNull(new Loops(false).vehiclePresent());
    }

    @Test
    void a_car_has_passed_when_it_has_crossed_the_closing_loop() {
        PassageWatch watch = new PassageWatch(60_000, Loops.State.OCCUPIED);
        assertNull(watch.look(Loops.State.OCCUPIED, Loops.State.FREE, 0));
        assertNull(watch.look(Loops.State.FREE, Loops.State.FREE, 100));
        assertNull(watch.look(Loops.State.FREE, Loops.State.OCCUPIED, 200));
        assertNull(watch.look(Loops.State.FREE, Loops.State.OCCUPIED, 30_000));
        assertEquals(PassageWatch.Outcome.CONFIRMED, watch.look(Loops.State.FREE, Loops.State.FREE, 30_100));
    }

    @Test
    void a_car_has_backed_out_when_it_left_the_arming_loop_and_came_to_no_other() {
        PassageWatch watch = new PassageWatch(60_000, Loops.State.OCCUPIED);
        assertNull(watch.look(Loops.State.FREE, Loops.State.FREE, 1_000));
        assertNull(watch.look(Loops.State.FREE, Loops.State.FREE, 9_000));
        assertEquals(PassageWatch.Outcome.NO_ENTRY, watch.look(Loops.State.FREE, Loops.State.FREE, 9_001));
    }

    @Test
    void nobody_is_waited_for_beyond_the_time_out_but_who_stands_behind_the_barrier_is_in() {
        PassageWatch watch = new PassageWatch(60_000, Loops.State.FREE);
        assertNull(watch.look(Loops.State.FREE, Loops.State.FREE, 59_999));
        assertEquals(PassageWatch.Outcome.NO_ENTRY, watch.look(Loops.State.FREE, Loops.State.FREE, 60_000));
        PassageWatch slow = new PassageWatch(60_000, Loops.State.OCCUPIED);
        assertNull(slow.look(Loops.State.FREE, Loops.State.OCCUPIED, 1));
        assertEquals(PassageWatch.Outcome.CONFIRMED, slow.look(Loops.State.FREE, Loops.State.OCCUPIED, 60_000));
    }

    @Test
    void a_commands_words_are_parted_at_spaces_and_no_shell_sees_them() throws IOException {
        assertEquals(List.of("a", "b c", "$(d)", "", "e'f"), Command.arguments("a 'b c'  $(d) \"\" \"e'f\""));
        assertThrows(IllegalArgumentException.class, () -> Command.arguments("a 'b"));
        assertThrows(IllegalArgumentException.class, () -> Command.arguments("  "));
        assertEquals(3, Command.run(List.of("sh", "-c", "exit $PG"), Map.of("PG", "3"), Duration.ofSeconds(20)));
        assertThrows(IOException.class, () -> Command.run(List.of("sleep", "60"), Map.of(), Duration.ofMillis(50)));
    }

    @Test
    @Timeout(60)
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_device_that_goes_away_is_opened_again() throws Exception {
        Path fifo = folder.resolve("scanner");
        assertEquals(0, Command.run(List.of("mkfifo", fifo.toString()), Map.of(), Duration.ofSeconds(20)));
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        Thread reader =
                new Thread(new DeviceFile(fifo, new RawTerminal(9600), DeviceFile.lines(read::add), text -> {}));
        reader.setDaemon(true);
        reader.start();
        for (String text : List.of("first", "second")) {
            Files.writeString(fifo, text + "\n");
            assertEquals(text, read.poll(30, TimeUnit.SECONDS));
        }
        reader.interrupt();
    }
}
