package parkgate.load.city;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a driver of the load shows. A step lasts 15 s, and a credential gets in with each step once. */
public sealed interface Code {
    int STEP_SECONDS = 15;

    /** The credential's id in the API. */
    String credentialId();

    /** What is shown in this step. */
    Shown show(long step);

    /** A text, and the step that it carries (a printed code's is the one asked for). */
    record Shown(String text, long step) {}

    /** Makes the text of a step ahead, where that costs something. */
    default void prepare(long step) {}

    /** A printed code: the same text always. */
    record Paper(String credentialId, String code) implements Code {
        @Override
        public Shown show(long step) {
            return new Shown(code, step);
        }
    }

    /** A wallet's pass (RFC 6238, SHA-1, 8 digits); its value costs next to nothing, so it is made when it is shown. */
    final class Wallet implements Code {
        private final String credentialId;
        private final String code;
        private final SecretKeySpec key;

        /** {@code key}: what it makes its values with. */
        public Wallet(String credentialId, String code, byte[] key) {
            this.credentialId = credentialId;
            this.code = code;
            this.key = new SecretKeySpec(key, "HmacSHA1");
        }

        @Override
        public String credentialId() {
            return credentialId;
        }

        @Override
        public Shown show(long step) {
            try {
                Mac mac = Mac.getInstance("HmacSHA1");
                mac.init(key);
                byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
                int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 15) & Integer.MAX_VALUE;
                String value =
                        Integer.toString(100_000_000 + number % 100_000_000).substring(1);
                return new Shown(code + "." + step * STEP_SECONDS + "." + value, step);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no HMAC-SHA1", e);
            }
        }
    }

    /** A phone's code: signed ahead. */
    final class Device implements Code {
        private final String credentialId;
        private final String code;
        private final byte[] cose;
        private final Phone phone;
        private long preparedStep = -1;
        private String prepared = "";

        /** {@code phone}: whose public key the code carries. */
        public Device(String credentialId, String code, Phone phone) {
            this.credentialId = credentialId;
            this.code = code;
            this.cose = Base32.decode(code.substring("QP1D.".length()));
            this.phone = phone;
        }

        @Override
        public String credentialId() {
            return credentialId;
        }

        @Override
        public void prepare(long step) {
            preparedStep = step;
            prepared = code + "." + phone.proof(cose, step);
        }

        /** The one that was made ahead, while it is good for this step: it may be up to two steps old. */
        @Override
        public Shown show(long step) {
            if (step - preparedStep > 2 || step < preparedStep - 1) {
                prepare(step);
            }
            return new Shown(prepared, preparedStep);
        }
    }
}
