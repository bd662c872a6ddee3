package parkgate.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * PostgreSQL refuses to run as root. Where the service does, PostgreSQL runs in a user namespace without any user of its
 * own, or, where that is not allowed (some containers), as the user who owns its folder already, or as nobody.
 *
 * @param prefix goes before the command
 * @param uid who shall own PostgreSQL's folder, where that is not the service's own user
 */
record RunAs(List<String> prefix, Optional<Integer> uid) {
    private static final int NOBODY = 65_534;

    /**
     * The way that works here, tried out on the program itself.
     *
     * @param root the data folder
     * @param folder PostgreSQL's own folder in it, which may not exist yet
     * @param program PostgreSQL's executable
     */
    static RunAs of(Path root, Path folder, Path program) throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return runs(List.of(), program)
                    .orElseThrow(() -> EmbeddedServerException.notHere(program + " does not run"));
        }
        int owner = Files.exists(folder) ? (int) Files.getAttribute(folder, "unix:uid") : 0;
        if (owner == 0) {
            Optional<RunAs> namespace = runs(List.of("unshare", "-U"), program);
            if (namespace.isPresent()) {
                return namespace.get();
            }
        }
        int uid = owner == 0 ? NOBODY : owner;
        letThrough(root);
        RunAs other = runs(List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups"), program)
                .orElseThrow(() -> EmbeddedServerException.notHere(
                        "PostgreSQL refuses to run as root, and neither unshare -U nor setpriv can run " + program));
        return new RunAs(other.prefix, Optional.of(uid));
    }

    private static Optional<RunAs> runs(List<String> prefix, Path program) {
        List<String> command = new ArrayList<>(prefix);
        command.add(program.toString());
        command.add("--version");
        return Commands.succeeds(command) ? Optional.of(new RunAs(prefix, Optional.empty())) : Optional.empty();
    }

    /** Another user must reach its folder in ours; the names in ours stay hidden from it, and the secrets are 0600. */
    private static void letThrough(Path root) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root);
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(root, permissions);
        }
    }

    /** Hands a folder to who shall own it. */
    void own(Path folder) throws IOException {
        if (uid.isPresent()) {
            Folders.chown(folder, uid.get());
        }
    }
}
