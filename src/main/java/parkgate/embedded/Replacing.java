package parkgate.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import parkgate.config.OwnerOnlyFile;

/**
 * Puts what was prepared in a folder within the data folder in the place of what is there. Until the plan is written nothing
 * has happened; from then on it is finished by whoever opens the data folder next, however often it is interrupted.
 *
 * <pre>
 * restore.plan: the prepared folder's name, the name of the folder for what was there, then a line for each thing
 *   replace NAME TARGET     TARGET goes aside as NAME, then NAME comes in
 *   remove NAME             NAME goes aside
 * </pre>
 */
public final class Replacing {
    /** How the folder begins in which a replacement is prepared. */
    public static final String PREPARED = ".restore-";

    /** How the folder begins that keeps what was there. */
    public static final String ASIDE = "before-restore-";

    private static final String PLAN = "restore.plan";

    private Replacing() {}

    /** One thing that is replaced. */
    public record Thing(String name, Path target) {}

    /**
     * Writes the plan, and carries it out. Servers in either folder must have ended.
     *
     * @param root the data folder, opened by the caller
     * @param stamp of both folders' names
     * @param replaced what comes in from {@link #PREPARED}{@code stamp}
     * @param removed names in the data folder that only go aside
     */
    public static void carryOut(DataFolder root, String stamp, List<Thing> replaced, List<String> removed)
            throws IOException {
        List<String> lines = new ArrayList<>(List.of(PREPARED + stamp, ASIDE + stamp));
        replaced.forEach(thing -> lines.add("replace " + thing.name() + ' ' + thing.target()));
        removed.forEach(name -> lines.add("remove " + name));
        OwnerOnlyFile.write(root.root().resolve(PLAN), String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        finish(root.root());
    }

    /** One step, which a crash may follow. */
    @FunctionalInterface
    interface Step {
        void move(Path from, Path to) throws IOException;
    }

    static void finish(Path root) throws IOException {
        finish(root, Replacing::move);
    }

    static void finish(Path root, Step step) throws IOException {
        Path plan = root.resolve(PLAN);
        if (Files.exists(plan)) {
            List<String> lines = Files.readAllLines(plan);
            Path prepared = root.resolve(lines.get(0));
            Path aside = root.resolve(lines.get(1));
            stopServers(prepared);
            OwnerOnlyFile.makeFolder(aside);
            for (String line : lines.subList(2, lines.size())) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("replace")) {
                    replace(prepared.resolve(words[1]), Path.of(words[2]), aside.resolve(words[1]), step);
                } else {
                    putAside(root.resolve(words[1]), aside.resolve(words[1]), step);
                }
            }
            persist(root);
            Files.delete(plan);
            persist(root);
        }
        try (var left = Files.newDirectoryStream(root, PREPARED + "*")) {
            for (Path each : left) {
                stopServers(each);
                Folders.delete(each);
            }
        }
    }

    /** Where the new one is gone from its folder it has come in already. */
    private static void replace(Path fresh, Path target, Path aside, Step step) throws IOException {
        if (Files.exists(fresh)) {
            putAside(target, aside, step);
            step.move(fresh, target);
        }
    }

    private static void putAside(Path target, Path aside, Step step) throws IOException {
        if (Files.exists(target) && !Files.exists(aside)) {
            step.move(target, aside);
        }
    }

    /** A file may go to another disk: then it is written there whole before it goes here. */
    private static void move(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)
                || Files.getFileStore(from).equals(Files.getFileStore(OwnerOnlyFile.folderOf(to)))) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } else {
            OwnerOnlyFile.write(to, OwnerOnlyFile.read(from));
            Files.delete(from);
        }
        persist(OwnerOnlyFile.folderOf(to));
        persist(OwnerOnlyFile.folderOf(from));
    }

    private static void persist(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** A restore that was killed leaves its PostgreSQL running. */
    private static void stopServers(Path prepared) {
        new Leftovers("postgres", prepared.resolve("postgres")).stop("INT");
    }
}
