package parkgate.gatesim.code;

import java.time.Instant;

/** A printed code: the same text at any moment. */
public record Paper(String text) implements Carried {
    @Override
    public String show(Instant now) {
        return text;
    }

    @Override
    public String toString() {
        return "Paper";
    }
}
