package parkgate.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what was given as what it must be. A mistake is collected and a harmless value stands in for it. */
final class Values {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final int MIN_ADMIN_KEY = 32;
    private static final int MAX_ADMIN_KEY = 256;

    private final Map<Setting, Given> given;
    private final List<String> mistakes;

    Values(Map<Setting, Given> given, List<String> mistakes) {
        this.given = given;
        this.mistakes = mistakes;
    }

    /** A whole number; the setting's shown default is its default. */
    int whole(Setting setting, int least, int most) {
        String expected = "expected a whole number from " + least + " to " + most;
        return read(setting, given -> {
                    int value = WHOLE.matcher(given.value()).matches() ? Integer.parseInt(given.value()) : least - 1;
                    return value >= least && value <= most ? Optional.of(value) : wrong(given, expected);
                })
                .orElseGet(() -> Integer.parseInt(setting.shownDefault()));
    }

    Optional<Boolean> flag(Setting setting) {
        return read(setting, given -> switch (given.value()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> wrong(given, "expected true or false");
        });
    }

    Optional<String> host(Setting setting) {
        return read(
                setting,
                given -> HOST.matcher(given.value()).matches()
                        ? Optional.of(given.value())
                        : wrong(given, "expected a host name or an IP address"));
    }

    /** A list of addresses and networks; none when left out. */
    Networks networks(Setting setting) {
        return read(setting, given -> Networks.of(given.value())
                        .or(() -> wrong(given, "expected addresses or networks like 10.0.0.0/8, with commas between")))
                .orElse(Networks.NONE);
    }

    Optional<Path> path(Setting setting) {
        return read(setting, given -> {
            try {
                return Optional.of(Path.of(given.value()));
            } catch (InvalidPathException e) {
                return wrong(given, "not a path");
            }
        });
    }

    Optional<Path> readableFile(Setting setting) {
        return path(setting).flatMap(file -> {
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return Optional.of(file);
            }
            return read(setting, given -> wrong(given, "no such file, or not readable"));
        });
    }

    /** {@code http(s)://host[:port][/path]}, without the slash at its end. */
    Optional<String> publicUrl(Setting setting) {
        return read(setting, given -> {
            String expected = "expected http://host or https://host, without query";
            try {
                URI uri = new URI(given.value());
                boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                boolean plain = uri.getHost() != null
                        && uri.getUserInfo() == null
                        && uri.getQuery() == null
                        && uri.getFragment() == null;
                return http && plain ? Optional.of(given.value().replaceFirst("/+$", "")) : wrong(given, expected);
            } catch (URISyntaxException e) {
                return wrong(given, expected);
            }
        });
    }

    Optional<Secret> adminKey(Setting setting) {
        return read(setting, given -> {
            String key = given.value();
            boolean printable = key.chars().allMatch(c -> c > ' ' && c < 127);
            return printable && key.length() >= MIN_ADMIN_KEY && key.length() <= MAX_ADMIN_KEY
                    ? Optional.of(new Secret(key))
                    : wrong(
                            given,
                            "expected " + MIN_ADMIN_KEY + " to " + MAX_ADMIN_KEY
                                    + " printable ASCII characters without spaces");
        });
    }

    Optional<Secret> uri(Setting setting, Function<String, Optional<String>> mistakeIn) {
        return read(setting, given -> mistakeIn
                .apply(given.value())
                .<Optional<Secret>>map(mistake -> wrong(given, mistake))
                .orElseGet(() -> Optional.of(new Secret(given.value()))));
    }

    private <T> Optional<T> read(Setting setting, Function<Given, Optional<T>> reading) {
        return Optional.ofNullable(given.get(setting))
                .filter(each -> !each.value().isBlank())
                .flatMap(reading);
    }

    private <T> Optional<T> wrong(Given value, String expected) {
        mistakes.add(value.mistake(expected));
        return Optional.empty();
    }
}
