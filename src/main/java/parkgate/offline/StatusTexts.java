package parkgate.offline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** The status list's shards as packs have them, each compressed once for as long as it stays as it is. */
final class StatusTexts {
    private final Ports.DeadCredentials dead;
    private final Map<Integer, Text> texts = new ConcurrentHashMap<>();

    private record Text(long change, String json) {}

    StatusTexts(Ports.DeadCredentials dead) {
        this.dead = dead;
    }

    /** JSON objects joined by commas. Compressing takes some milliseconds: not on an event loop. */
    String json() {
        return dead.shards().stream().map(this::text).collect(Collectors.joining(","));
    }

    private String text(Ports.DeadShard shard) {
        long change = shard.change(); // before the bits: they are this old at most
        return texts.compute(
                        shard.number(),
                        (number, kept) -> kept != null && kept.change() == change
                                ? kept
                                : new Text(
                                        change, "{\"shard\":" + number + ",\"zlib\":\"" + zlib(shard.bits()) + "\"}"))
                .json();
    }

    private static String zlib(byte[] bits) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(bits);
        } catch (IOException e) {
            throw new UncheckedIOException("writing into memory", e);
        } finally {
            deflater.end();
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }
}
