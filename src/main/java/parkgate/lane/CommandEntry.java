package parkgate.lane;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What instances tell each other of commands.
 *
 * <pre>
 * GIVEN  a command                      word, id, kind, lane, issued, expires, data
 * SENT   it stands on its lane's wire   word, id, lane
 * DONE   its lane has reported          word, id, lane
 * </pre>
 *
 * @param command null but for GIVEN
 */
record CommandEntry(
        Word word, UUID id, String laneId, @Nullable Command command) {
    enum Word {
        GIVEN,
        SENT,
        DONE
    }

    static CommandEntry given(Command command) {
        return new CommandEntry(Word.GIVEN, command.id(), command.laneId(), command);
    }

    static CommandEntry of(Word word, Command command) {
        return new CommandEntry(word, command.id(), command.laneId(), null);
    }

    Map<String, String> fields() {
        Command given = command;
        return given == null
                ? Map.of("word", word.name(), "id", id.toString(), "lane", laneId)
                : Map.of(
                        "word", word.name(),
                        "id", id.toString(),
                        "lane", laneId,
                        "kind", given.kind().name(),
                        "issued", Long.toString(given.issuedMs()),
                        "expires", Long.toString(given.expiresMs()),
                        "data", given.data().encode());
    }

    /**
     * Reads what {@link #fields} wrote.
     *
     * @throws IllegalArgumentException when it is not that
     */
    static CommandEntry of(Map<String, String> fields) {
        Word word = Word.valueOf(field(fields, "word"));
        UUID id = UUID.fromString(field(fields, "id"));
        String laneId = field(fields, "lane");
        return new CommandEntry(
                word,
                id,
                laneId,
                word != Word.GIVEN
                        ? null
                        : new Command(
                                id,
                                Command.Kind.valueOf(field(fields, "kind")),
                                laneId,
                                Long.parseLong(field(fields, "issued")),
                                Long.parseLong(field(fields, "expires")),
                                new JsonObject(field(fields, "data"))));
    }

    private static String field(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a command's entry without " + name);
        }
        return value;
    }
}
