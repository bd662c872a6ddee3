package parkgate.backup;

/** Why a backup or a restore was not made: one line for whoever asked. What was there before is as it was. */
public final class BackupException extends Exception {
    private static final long serialVersionUID = 1;

    BackupException(String line) {
        super(line);
    }

    BackupException(String line, Throwable cause) {
        super(line, cause);
    }
}
