package parkgate.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was given, from everywhere: a flag wins over the environment, that over the file. Mistakes are collected. */
final class Sources {
    private final List<String> mistakes;
    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    private Sources(List<String> mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * Reads all of them.
     *
     * @param mistakes takes a line for each
     */
    static Map<Setting, Given> read(List<String> flags, Map<String, String> environment, List<String> mistakes) {
        Sources sources = new Sources(mistakes);
        sources.readFlags(flags);
        sources.readEnvironment(environment);
        Given config = sources.given.get(Setting.CONFIG);
        if (config != null) {
            sources.readFile(config);
        }
        return sources.given;
    }

    private void readFlags(List<String> flags) {
        for (int i = 0; i < flags.size(); i++) {
            String flag = flags.get(i);
            int equals = flag.indexOf('=');
            String name = equals < 0 ? flag : flag.substring(0, equals);
            boolean valueFollows =
                    equals < 0 && i + 1 < flags.size() && !flags.get(i + 1).startsWith("--");
            String value = valueFollows ? flags.get(++i) : flag.substring(equals + 1);
            @Nullable Setting setting = Setting.byFlag(name).orElse(null);
            if (setting == null) {
                // An argument out of place may be a secret; a flag's name is none.
                mistakes.add((name.startsWith("--") ? name : "an argument that is no flag") + ": no such setting");
                continue;
            }
            if (equals < 0 && !valueFollows) {
                mistakes.add(name + ": expected a value");
                continue;
            }
            if (given.containsKey(setting)) {
                mistakes.add(name + ": given twice");
            }
            put(new Given(setting, name, value));
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (Setting.isOurs(variable)) {
                Setting.byVariable(variable)
                        .ifPresentOrElse(
                                setting -> put(new Given(setting, variable, value)),
                                () -> mistakes.add(variable + ": no such setting"));
            }
        });
    }

    private void readFile(Given config) {
        Properties read = new Properties();
        try (BufferedReader in = Files.newBufferedReader(Path.of(config.value()))) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            String why = e instanceof InvalidPathException ? "not a path" : "cannot be read: " + e.getMessage();
            mistakes.add(config.mistake(why));
            return;
        }
        for (String key : new TreeSet<>(read.stringPropertyNames())) {
            String source = config.value() + ": " + key;
            Setting.byKey(key)
                    .ifPresentOrElse(
                            setting -> put(new Given(
                                    setting, source, read.getProperty(key).strip())),
                            () -> mistakes.add(source + ": no such setting"));
        }
    }

    /** An empty value is a mistake and not a setting left out: it is nearly always a variable that was meant to be set. */
    private void put(Given value) {
        if (value.value().isBlank()) {
            mistakes.add(value.source() + ": empty; leave it out or give it a value");
        }
        given.putIfAbsent(value.setting(), value);
    }
}
