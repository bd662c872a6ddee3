package parkgate.contract;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client that was built on an older contract can no longer rely on: one line each. What is only more (an operation, an
 * optional field, a word, a status) is no break.
 *
 * <pre>
 * operation   gone, renamed, open to fewer keys
 * parameter   gone, newly needed, narrower
 * body        newly needed, no longer taken, narrower
 * answer      a status, a media type or a header gone; wider, or with less in it
 * </pre>
 */
public final class ContractBreaks {
    private final Document before;
    private final Document after;
    private final List<String> breaks = new ArrayList<>();

    private ContractBreaks(Document before, Document after) {
        this.before = before;
        this.after = after;
    }

    /** The breaks, in the order of the older document. */
    public static List<String> between(Document before, Document after) {
        ContractBreaks found = new ContractBreaks(before, after);
        Map<String, Operation> now =
                after.operations().stream().collect(Collectors.toMap(Operation::toString, operation -> operation));
        for (Operation old : before.operations()) {
            Operation operation = now.get(old.toString());
            if (operation == null) {
                found.breaks.add(old + ": is gone");
            } else {
                found.compare(old, operation);
            }
        }
        return List.copyOf(found.breaks);
    }

    private void compare(Operation old, Operation now) {
        if (!now.id().equals(old.id())) {
            breaks.add(old + ": is no longer named " + old.id());
        }
        access(old, now);
        parameters(old, now);
        body(old, now);
        old.answers().forEach((status, answer) -> {
            JsonObject is = now.answers().get(status);
            if (is == null) {
                breaks.add(old + " " + status + ": is gone");
            } else {
                answer(old + " " + status, answer, is);
            }
        });
    }

    private void access(Operation old, Operation now) {
        if (old.keyless() && !now.keyless()) {
            breaks.add(old + ": needs a key now");
        }
        Set<String> shutOut = new TreeSet<>(old.kinds());
        shutOut.removeAll(now.kinds());
        if (!now.kinds().isEmpty()) {
            shutOut.forEach(kind -> breaks.add(old + ": no longer takes a key of the kind " + kind));
        }
    }

    private void parameters(Operation old, Operation now) {
        Map<String, JsonObject> known = byPlace(old);
        Map<String, JsonObject> present = byPlace(now);
        known.forEach((place, was) -> {
            JsonObject is = present.get(place);
            if (is == null) {
                breaks.add(old + " " + place + ": is gone");
            } else {
                schemas(
                        old + " " + place,
                        was.getJsonObject("schema"),
                        is.getJsonObject("schema"),
                        SchemaBreaks.Way.SENT);
            }
        });
        present.forEach((place, is) -> {
            JsonObject was = known.get(place);
            boolean needed = was != null && was.getBoolean("required", false);
            if (is.getBoolean("required", false) && !needed) {
                breaks.add(old + " " + place + ": is needed now");
            }
        });
    }

    private static Map<String, JsonObject> byPlace(Operation operation) {
        Map<String, JsonObject> places = new HashMap<>();
        operation.parameters().forEach(each -> places.put(each.getString("in") + " " + each.getString("name"), each));
        return places;
    }

    private void body(Operation old, Operation now) {
        if (now.bodyRequired() && !old.bodyRequired()) {
            breaks.add(old + " body: is needed now");
        }
        JsonObject is = now.body().orElse(null);
        old.body().ifPresent(was -> {
            if (is == null) {
                breaks.add(old + " body: is no longer taken");
            } else {
                content(old + " body", was, is, SchemaBreaks.Way.SENT);
            }
        });
    }

    private void answer(String where, JsonObject was, JsonObject is) {
        JsonObject headers = is.getJsonObject("headers", new JsonObject());
        for (String header : was.getJsonObject("headers", new JsonObject()).fieldNames()) {
            if (!headers.containsKey(header)) {
                breaks.add(where + " " + header + ": is gone");
            }
        }
        content(where, was, is, SchemaBreaks.Way.ANSWERED);
    }

    private void content(String where, JsonObject was, JsonObject is, SchemaBreaks.Way way) {
        JsonObject present = is.getJsonObject("content", new JsonObject());
        JsonObject known = was.getJsonObject("content", new JsonObject());
        for (String type : known.fieldNames()) {
            if (!present.containsKey(type)) {
                breaks.add(where + " " + type + ": is gone");
                continue;
            }
            JsonObject none = new JsonObject();
            schemas(
                    where,
                    known.getJsonObject(type).getJsonObject("schema", none),
                    present.getJsonObject(type).getJsonObject("schema", none),
                    way);
        }
    }

    private void schemas(String where, JsonObject was, JsonObject is, SchemaBreaks.Way way) {
        breaks.addAll(new SchemaBreaks(before, after, way).between(where, was, is));
    }
}
