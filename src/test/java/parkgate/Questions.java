package parkgate;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parkgate.contract.Document;
import parkgate.contract.Operation;
import parkgate.http.Csrf;
import parkgate.testing.ContractedAnswers;

/** Asks one instance by operation id, holds each answer against the contract, and remembers what was answered. */
final class Questions {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Before a session's token, where a key could stand. */
    static final String SESSION = "session:";

    private final String url;
    private volatile BiConsumer<Operation, Heard> listener = (operation, heard) -> {};
    private final Map<String, Operation> operations;
    private final Map<String, Set<Integer>> statuses = new TreeMap<>();
    private final Set<String> problems = new TreeSet<>();

    Questions(String url) {
        this.url = url;
        this.operations = Document.current().operations().stream()
                .collect(Collectors.toMap(Operation::id, each -> each, (a, b) -> a, LinkedHashMap::new));
    }

    /** Is told of each answer, before whoever asked has it. */
    void listening(BiConsumer<Operation, Heard> to) {
        listener = to;
    }

    /** All there are, in the order of the contract. */
    Iterable<Operation> operations() {
        return operations.values();
    }

    Operation operation(String id) {
        return Objects.requireNonNull(operations.get(id), id);
    }

    /** Statuses that each operation was heard to answer. */
    synchronized Set<Integer> statuses(Operation operation) {
        return Set.copyOf(statuses.getOrDefault(operation.id(), Set.of()));
    }

    /** Problem types that were heard. */
    synchronized Set<String> problems() {
        return new TreeSet<>(problems);
    }

    /** What came back; {@code body} is empty where it is no JSON. */
    record Heard(int status, JsonObject body, HttpHeaders headers) {
        /** This, after a look at the status. */
        Heard expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", heard " + this);
            }
            return this;
        }

        String text(String field) {
            return body.getString(field, "");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The type of a problem, else empty. */
        String problem() {
            return header("content-type").equals("application/problem+json") ? text("type") : "";
        }
    }

    /** A question in the making. */
    final class Question {
        private final Operation operation;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private String target;
        private byte @Nullable [] body;

        private Question(Operation operation) {
            this.operation = operation;
            this.target = operation.path();
        }

        /** A parameter of the path. */
        Question at(String name, String value) {
            target = target.replace("{" + name + "}", value);
            return this;
        }

        /** Path and query as they are. */
        Question target(String text) {
            target = text;
            return this;
        }

        Question query(String text) {
            target += (target.contains("?") ? "&" : "?") + text;
            return this;
        }

        /** Null: without one. {@link Scene#session} makes texts that stand for somebody who has signed in. */
        Question key(@Nullable String key) {
            if (key != null && key.startsWith(SESSION)) {
                String token = key.substring(SESSION.length());
                return header("Cookie", "parkgate=" + token).header(Csrf.HEADER, Csrf.of(token));
            }
            return key == null ? this : header("Authorization", "Bearer " + key);
        }

        Question header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        Question body(JsonObject json) {
            return body(json.encode());
        }

        /** Said to be JSON unless another type was set. */
        Question body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Question body(byte[] bytes) {
            body = bytes.clone();
            headers.putIfAbsent("Content-Type", "application/json");
            return this;
        }

        Heard ask() {
            Heard heard = asking().join();
            listener.accept(operation, heard);
            return heard;
        }

        CompletableFuture<Heard> asking() {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + target))
                    .timeout(Duration.ofSeconds(30))
                    .method(
                            operation.method(),
                            body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            boolean endless = operation.says().encode().contains("text/event-stream");
            return (endless
                            ? HTTP.sendAsync(request.build(), BodyHandlers.ofInputStream())
                                    .thenApply(response -> heard(response, firstOf(response)))
                            : HTTP.sendAsync(request.build(), BodyHandlers.ofString())
                                    .thenApply(response -> heard(response, response.body())))
                    .orTimeout(40, java.util.concurrent.TimeUnit.SECONDS);
        }

        private Heard heard(HttpResponse<?> response, String text) {
            int status = response.statusCode();
            String where = operation + " (" + target + ") " + status;
            String type = response.headers().firstValue("content-type").orElse("");
            Heard heard = new Heard(
                    status, type.contains("json") ? new JsonObject(text) : new JsonObject(), response.headers());
            boolean named = operation.answers().containsKey(status);
            if (named || !ContractedAnswers.isOfAnyRequest(status, heard.problem())) {
                ContractedAnswers.check(where, operation.says(), status, response.headers(), text);
            }
            synchronized (Questions.this) {
                if (named) {
                    statuses.computeIfAbsent(operation.id(), id -> new TreeSet<>())
                            .add(status);
                }
                if (!heard.problem().isEmpty()) {
                    problems.add(heard.problem());
                }
            }
            return heard;
        }
    }

    Question of(String operationId) {
        return of(operation(operationId));
    }

    Question of(Operation operation) {
        return new Question(operation);
    }

    /** A problem is read whole, of a stream nothing. */
    private static String firstOf(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            return response.headers().firstValue("content-type").orElse("").contains("json")
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
