package parkgate.gatesim.lane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import parkgate.core.CredentialId;

/** A pack as a service would sign it, to be changed in any way before. */
public final class PackText {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final ObjectNode json = JSON.createObjectNode();

    /** An open lot without a capacity, an ENTRY lane, a day's freshness, nobody with a right. */
    public PackText(Issuer codes, Issuer packs, Instant issuedAt) {
        json.put("pack", 1)
                .put("version", 1)
                .put("lotId", "lot")
                .put("laneId", "lane")
                .put("issuedAt", issuedAt.toString())
                .put("staleAfter", issuedAt.plusSeconds(86_400).toString())
                .put("keySetVersion", 1)
                .put("statusListVersion", "1")
                .put("rightsLeftOut", 0);
        json.putArray("codeKeys").addObject().put("kid", codes.kid().hex()).put("x", codes.xText());
        json.putArray("packKeys").addObject().put("kid", packs.kid().hex()).put("x", packs.xText());
        json.putArray("statusLists");
        json.putArray("rights");
        json.putObject("lot")
                .put("timeZone", "Asia/Shanghai")
                .put("status", "OPEN")
                .put("passback", "HARD")
                .put("minAssurance", "S")
                .put("admitTransients", false)
                .put("noOpenSession", "OPEN_AND_FLAG")
                .put("revokedExit", "OPEN_AND_FLAG")
                .putNull("capacity")
                .put("fullPolicy", "HARD")
                .put("stalePack", "ALWAYS_RIGHTS");
        json.putObject("lane")
                .put("direction", "ENTRY")
                .put("confirmPassage", true)
                .put("passageTimeoutSeconds", 60);
    }

    public PackText version(long version) {
        json.put("version", version);
        return this;
    }

    public PackText lot(String field, String value) {
        ((ObjectNode) json.path("lot")).put(field, value);
        return this;
    }

    public PackText lot(String field, boolean value) {
        ((ObjectNode) json.path("lot")).put(field, value);
        return this;
    }

    public PackText capacity(int capacity) {
        ((ObjectNode) json.path("lot")).put("capacity", capacity);
        return this;
    }

    public PackText lane(String direction, boolean confirmPassage) {
        ((ObjectNode) json.path("lane")).put("direction", direction).put("confirmPassage", confirmPassage);
        return this;
    }

    /** A right without an end. */
    public ObjectNode right(CredentialId credential, String codeClass, String offlinePolicy) {
        ObjectNode right = json.withArray("rights")
                .addObject()
                .put("credentialId", credential.text())
                .put("class", codeClass)
                .put("type", "PERMIT")
                .put("rightId", "r")
                .put("validFrom", "2020-01-01T00:00:00Z")
                .putNull("validUntil")
                .put("offlinePolicy", offlinePolicy);
        right.putArray("recurring");
        return right;
    }

    /** Bits of dead credentials in shard 0. */
    public PackText dead(int... indexes) {
        byte[] bits = new byte[131_072];
        for (int index : indexes) {
            bits[index / 8] |= (byte) (1 << (index % 8));
        }
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(bits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        json.putArray("statusLists")
                .addObject()
                .put("shard", 0)
                .put("zlib", Base64.getUrlEncoder().withoutPadding().encodeToString(zlib.toByteArray()));
        return this;
    }

    public byte[] signed(Issuer by) {
        try {
            return signed(by, JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] signed(Issuer by, byte[] payload) {
        byte[] guarded = HexFormat.of().parseHex("a201320444" + by.kid().hex());
        ByteArrayOutputStream toSign = new ByteArrayOutputStream();
        toSign.writeBytes(HexFormat.of().parseHex("846a5369676e617475726531"));
        bytes(toSign, guarded);
        toSign.write(0x40);
        bytes(toSign, payload);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("d284"));
        bytes(out, guarded);
        out.write(0xa0);
        bytes(out, payload);
        bytes(out, by.sign(toSign.toByteArray()));
        return out.toByteArray();
    }

    private static void bytes(ByteArrayOutputStream out, byte[] item) {
        int length = item.length;
        if (length < 24) {
            out.write(0x40 | length);
        } else if (length < 0x100) {
            out.write(0x58);
            out.write(length);
        } else if (length < 0x1_0000) {
            out.write(0x59);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            out.write(0x5a);
            out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        }
        out.writeBytes(item);
    }
}
