package parkgate.audit;

import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;
import parkgate.http.Call;
import parkgate.http.Caller;

/**
 * Who asks for a change, and why, as the statement that makes it tells PostgreSQL ({@code acting} in the migrations): the
 * row of the audit is then written by the database itself, in the same transaction.
 *
 * @param keyId public part of the access key; null: the service itself
 * @param reason in a person's words; null where none was given
 */
public record By(@Nullable String keyId, @Nullable String reason) {
    /** The service itself. */
    public static final By SERVICE = new By(null, null);

    /** With this header a reason can be given where the body has no place for one. */
    public static final String HEADER = "X-Audit-Reason";

    private static final int MAX_CHARS = 500;

    /** Who sent a request; why, by the body's {@code reason}, else by the header. */
    public static By of(Call call) {
        Caller caller = call.callerIfAny();
        String said = call.body().getValue("reason") instanceof String inBody ? inBody : call.header(HEADER);
        return new By(caller == null ? null : caller.keyId(), said == null || said.isBlank() ? null : cut(said));
    }

    private static String cut(String said) {
        String clean = said.replace('\0', ' ').strip();
        return clean.length() <= MAX_CHARS ? clean : clean.substring(0, MAX_CHARS);
    }

    /** The arguments with who and why behind them. */
    public Tuple after(Tuple arguments) {
        return arguments.addValue(keyId).addValue(reason);
    }
}
