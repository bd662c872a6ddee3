package parkgate.config;

/**
 * A value as somebody gave it.
 *
 * @param source where, as a mistake names it: {@code PARKGATE_HTTP_PORT}, {@code --http-port}, {@code file: HTTP_PORT}
 */
record Given(Setting setting, String source, String value) {
    /** The line about a mistake in it: the value is shown, unless it is a secret. */
    String mistake(String expected) {
        return setting.isSecret() ? source + ": " + expected : source + '=' + printable() + ": " + expected;
    }

    private String printable() {
        return value.replaceAll("\\p{Cntrl}", "?");
    }
}
