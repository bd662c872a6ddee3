package parkgate.gatesim.code;

import java.time.Duration;
import java.time.Instant;

/** A phone with the driver's web app: it appends a fresh proof to the code that the service gave it (QP1 class D). */
public final class Phone implements Rotating {
    private static final String PREFIX = "QP1D.";

    private final DeviceKey key;
    private final String code;
    private final byte[] cose;
    private final Duration period;

    /**
     * A phone that has claimed its credential.
     *
     * @param code {@code QP1D.<B32>}, as the claim answered it
     * @param period how long one proof stays the newest; 15 s in QP1
     * @throws IllegalArgumentException where the code is not of class D
     */
    public Phone(DeviceKey key, String code, Duration period) {
        if (!code.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a class D code");
        }
        this.key = key;
        this.code = code;
        this.cose = Base32.decode(code.substring(PREFIX.length()));
        this.period = period;
    }

    @Override
    public String show(Instant now) {
        return code + "." + Base32.encode(key.proof(cose, (int) step(now)));
    }

    @Override
    public long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), period.toSeconds());
    }

    @Override
    public Instant startOf(long step) {
        return Instant.ofEpochSecond(step * period.toSeconds());
    }

    @Override
    public int mostDrift() {
        return 0;
    }
}
