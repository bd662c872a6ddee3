package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractTest {
    private static final Authenticator NOBODY = token -> Future.succeededFuture(Optional.empty());

    private static Vertx vertx;
    private static Contract contract;

    @BeforeAll
    static void load() throws Exception {
        vertx = Vertx.vertx();
        contract =
                Contract.load(vertx).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void says_who_may_call_each_operation() {
        assertEquals(Access.of(KeyKind.LANE), operation("scan").access());
        assertEquals(
                Access.of(KeyKind.OPS, KeyKind.ADMIN), operation("putPlace").access());
        assertEquals(Access.ANYONE, operation("getReady").access());
        assertEquals(
                Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN).orWithoutKey(),
                operation("streamOccupancy").access());
    }

    @Test
    void every_request_body_refuses_unknown_fields() {
        for (Operation operation : contract.operations()) {
            List<Problem.FieldError> errors =
                    operation.errorsOf(new io.vertx.core.json.JsonObject().put("noSuchField", 1));
            assertFalse(errors.isEmpty(), operation.id());
        }
    }

    @Test
    void knows_the_methods_of_a_path() {
        assertEquals(Set.of("GET", "HEAD", "POST"), contract.methodsAt("/v1/scans"));
        assertEquals(Set.of("GET", "HEAD"), contract.methodsAt("/v1/credentials/0123456789ABCDEF/qr.png"));
        assertEquals(Set.of(), contract.methodsAt("/v1/credentials/0123456789ABCDEF/qrxpng"));
    }

    @Test
    void refuses_a_handler_that_it_does_not_know_or_that_is_open_to_others() {
        Api api = new Api(contract, NOBODY);
        assertThrows(
                IllegalArgumentException.class,
                () -> api.on("noSuch", Access.ANYONE, call -> Future.succeededFuture(Reply.empty(204))));
        assertThrows(
                IllegalArgumentException.class,
                () -> api.on("putPlace", Access.ANYONE, call -> Future.succeededFuture(Reply.empty(204))));
        api.on("getPage", Access.ANYONE, call -> Future.succeededFuture(Reply.empty(204)));
        assertThrows(
                IllegalArgumentException.class,
                () -> api.on("getPage", Access.ANYONE, call -> Future.succeededFuture(Reply.empty(204))));
    }

    @Test
    void wants_every_operation_answered() {
        Api api = new Api(contract, NOBODY);
        IllegalStateException refused = assertThrows(IllegalStateException.class, api::requireAll);
        assertTrue(refused.getMessage().contains("reissueCredential"), refused.getMessage());
        for (Operation operation : contract.operations()) {
            api.raw(operation.id(), operation.access(), ctx -> ctx.end());
        }
        api.requireAll();
    }

    private static Operation operation(String id) {
        return contract.operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
