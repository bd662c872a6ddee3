package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parkgate.testing.Await;

/** Bodies as a route gets them: read and held against the contract, without a server. */
public final class CheckedBodies {
    private static final List<Operation> OPERATIONS = operations();

    private CheckedBodies() {}

    /** The body, where the operation's schema takes it; null where a caller would get an answer instead. */
    public static @Nullable JsonObject taken(String operationId, byte[] bytes) {
        Operation operation = operation(operationId);
        JsonObject body = answered(() -> JsonBody.parse(Buffer.buffer(bytes)));
        return body != null && operation.errorsOf(body).isEmpty() ? body : null;
    }

    /** What a piece of a route makes of a body; null where it answers with 400 or 422. Anything else thrown is a fault. */
    public static <T> @Nullable T answered(Callable<T> route) {
        try {
            return route.call();
        } catch (Problem problem) {
            assertTrue(problem.status() == 400 || problem.status() == 422, problem::getMessage);
            assertFalse(problem.document("request").encode().isEmpty());
            return null;
        } catch (RuntimeException | Error fault) {
            throw fault;
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    /** True for texts that any field may hold. */
    public static boolean isPlain(String text) {
        return JsonBody.isPlain(text);
    }

    static List<Operation> withBody() {
        return OPERATIONS.stream().filter(operation -> operation.body() != null).toList();
    }

    private static Operation operation(String id) {
        for (Operation operation : OPERATIONS) {
            if (operation.id().equals(id)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("the contract has no " + id);
    }

    private static List<Operation> operations() {
        Vertx vertx = Vertx.vertx();
        try {
            return Objects.requireNonNull(Await.result(Contract.load(vertx))).operations();
        } finally {
            Await.result(vertx.close());
        }
    }
}
