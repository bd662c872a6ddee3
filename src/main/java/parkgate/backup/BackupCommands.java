package parkgate.backup;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parkgate.config.Settings;
import parkgate.config.SettingsException;

/** {@code backup FILE} and {@code restore FILE}, as they are typed. */
public final class BackupCommands {
    /** How they are used. */
    public static final String USAGE = "backup FILE | restore FILE [--journal FILE] [--accept-lost-revocations],"
            + " each with --data-dir FOLDER and the other settings where they are not the default";

    private BackupCommands() {}

    /** True when the first word is one of them. */
    public static boolean isOne(List<String> words) {
        return !words.isEmpty()
                && (words.get(0).equals("backup") || words.get(0).equals("restore"));
    }

    /**
     * Does it. Blocks.
     *
     * @param words from the command's name on
     * @return the lines to be shown
     * @throws BackupException when it was not done, with one line that says why
     * @throws SettingsException for mistakes in the settings
     */
    public static List<String> run(List<String> words, Map<String, String> environment, InstantSource clock)
            throws BackupException, SettingsException {
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        if (rest.isEmpty() || rest.get(0).startsWith("--")) {
            throw new BackupException(USAGE);
        }
        Path file = Path.of(rest.remove(0));
        if (words.get(0).equals("backup")) {
            return new Backup(Settings.read(rest, environment), clock).to(file);
        }
        boolean accept = rest.remove("--accept-lost-revocations");
        Optional<Path> journal = Optional.empty();
        int at = rest.indexOf("--journal");
        if (at >= 0) {
            if (at + 1 == rest.size()) {
                throw new BackupException(USAGE);
            }
            rest.remove(at);
            journal = Optional.of(Path.of(rest.remove(at)));
        }
        return new Restore(Settings.read(rest, environment), clock).from(file, new Restore.Wish(journal, accept));
    }
}
