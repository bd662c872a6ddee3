package parkgate.config;

import java.util.List;

/** The settings cannot be used. One line for each mistake, none with a secret in it. */
public final class SettingsException extends Exception {
    private final List<String> mistakes;

    public SettingsException(List<String> mistakes) {
        super(String.join("\n", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One line each. */
    public List<String> mistakes() {
        return mistakes;
    }
}
