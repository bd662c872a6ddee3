package parkgate.config;

/** A text that no log, message or {@code toString} shows. */
public record Secret(String text) {
    @Override
    public String toString() {
        return "***";
    }
}
