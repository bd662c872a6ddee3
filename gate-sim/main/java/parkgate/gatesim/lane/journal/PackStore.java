package parkgate.gatesim.lane.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.Kid;
import parkgate.gatesim.lane.offline.Pack;
import parkgate.gatesim.lane.offline.PackReader;
import parkgate.gatesim.lane.offline.PackRefused;

/**
 * The offline pack on disk, beside it the keys that may sign the next one and the highest version that was ever held: an
 * older pack is refused, whoever signed it, also when somebody put it into the folder.
 */
public final class PackStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path packFile;
    private final Path keysFile;
    private final PackReader reader;
    private final String laneId;
    private Map<Kid, byte[]> trusted = new HashMap<>();
    private long version = Long.MIN_VALUE;
    private volatile @Nullable Pack held;
    private String etag = "";

    private PackStore(Path folder, PackReader reader, String laneId) {
        this.packFile = folder.resolve("offline-pack.cose");
        this.keysFile = folder.resolve("offline-pack.keys.json");
        this.reader = reader;
        this.laneId = laneId;
    }

    /**
     * What a folder holds.
     *
     * @param laneId that a pack must be for; empty to take the first one's
     * @param complaints gets why a pack that is there is not taken
     */
    public static PackStore open(Path folder, PackReader reader, String laneId, Consumer<String> complaints)
            throws IOException {
        PackStore store = new PackStore(folder, reader, laneId);
        if (Files.exists(store.keysFile)) {
            store.readKeys(complaints);
        }
        if (Files.exists(store.packFile)) {
            try {
                store.take(Files.readAllBytes(store.packFile), "", false);
            } catch (PackRefused e) {
                complaints.accept(packName(store) + e.getMessage());
            }
        }
        return store;
    }

    /** Where they are spoilt, none is trusted: they are pinned anew, as at the first start. */
    private void readKeys(Consumer<String> complaints) throws IOException {
        JsonNode json = Spoilt.readTree(keysFile, complaints);
        try {
            Map<Kid, byte[]> keys = new HashMap<>();
            json.path("keys")
                    .fields()
                    .forEachRemaining(key -> keys.put(Kid.ofHex(key.getKey()), bytes(key.getValue())));
            version = json.path("version").asLong(Long.MIN_VALUE);
            trusted = keys;
        } catch (IllegalArgumentException noKey) {
            Spoilt.complain(keysFile, complaints);
        }
    }

    private static String packName(PackStore store) {
        return store.packFile.getFileName() + ": ";
    }

    private static byte[] bytes(JsonNode x) {
        return Base64.getUrlDecoder().decode(x.asText());
    }

    /** False until a first key is pinned. */
    public synchronized boolean trustsAnyKey() {
        return !trusted.isEmpty();
    }

    /** Trusts these keys, where none was trusted before: later ones come in packs. */
    public synchronized void pin(Map<Kid, byte[]> keys) throws IOException {
        if (trusted.isEmpty() && !keys.isEmpty()) {
            trusted = new HashMap<>(keys);
            writeKeys(trusted);
        }
    }

    /** The pack that counts; null where there is none yet. */
    public @Nullable Pack held() {
        return held;
    }

    /** Of the answer that brought the pack held, empty where nobody knows. */
    public synchronized String etag() {
        return etag;
    }

    /**
     * Takes a pack that the service sent, durably.
     *
     * @return false where it is the one held already, or one that was signed before it
     * @throws PackRefused where it is older than one that was held, for another lane, or signed by no known key
     * @throws IOException when it cannot be written: the one held stays
     */
    public boolean accept(byte[] message, String etagOfAnswer) throws PackRefused, IOException {
        return take(message, etagOfAnswer, true);
    }

    private synchronized boolean take(byte[] message, String etagOfAnswer, boolean fresh)
            throws PackRefused, IOException {
        Pack pack = reader.read(message, trusted);
        Pack before = held;
        if (pack.version() < version) {
            throw new PackRefused("it is version " + pack.version() + ", older than " + version + ", which was held");
        }
        String ours = before != null ? before.laneId() : laneId;
        if (!ours.isEmpty() && !pack.laneId().equals(ours)) {
            throw new PackRefused("it is for lane " + pack.laneId() + ", not " + ours);
        }
        // The same content signed anew is fresh for longer.
        boolean news = before == null
                || pack.version() > before.version()
                || pack.issuedAt().isAfter(before.issuedAt());
        if (fresh && news) {
            Durably.write(packFile, message);
        }
        if (news) {
            version = pack.version();
            Map<Kid, byte[]> next = pack.packKeys().isEmpty() ? trusted : pack.packKeys();
            if (fresh) {
                // The key that signed the pack on disk has to be known after a restart, though it may sign no more.
                Map<Kid, byte[]> written = new HashMap<>(trusted);
                written.putAll(next);
                writeKeys(written);
            }
            trusted = new HashMap<>(next);
            held = pack;
        }
        etag = etagOfAnswer;
        return news;
    }

    private void writeKeys(Map<Kid, byte[]> keys) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        if (version != Long.MIN_VALUE) {
            json.put("version", version);
        }
        ObjectNode byKid = json.putObject("keys");
        keys.forEach((kid, x) ->
                byKid.put(kid.hex(), Base64.getUrlEncoder().withoutPadding().encodeToString(x)));
        Durably.write(keysFile, JSON.writeValueAsBytes(json));
    }
}
