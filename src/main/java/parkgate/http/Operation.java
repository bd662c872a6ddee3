package parkgate.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem.FieldError;

/**
 * One operation of the contract.
 *
 * @param template its path, with {@code {name}} for each parameter
 * @param roles people who may call it when they have signed in
 * @param body null: it takes none
 */
record Operation(
        String id,
        HttpMethod method,
        String template,
        Pattern pattern,
        Access access,
        Set<Role> roles,
        List<Parameter> parameters,
        @Nullable Validator body,
        boolean bodyRequired) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z]+)}");

    static Operation of(io.vertx.openapi.contract.Operation operation, Access access, Set<Role> roles) {
        String template = operation.getOpenAPIPath();
        io.vertx.openapi.contract.RequestBody body = operation.getRequestBody();
        return new Operation(
                operation.getOperationId(),
                operation.getHttpMethod(),
                template,
                Pattern.compile(
                        PLACEHOLDER.matcher(template.replace(".", "\\.")).replaceAll("[^/]+")),
                access,
                Set.copyOf(roles),
                operation.getParameters().stream().map(Parameter::of).toList(),
                body == null ? null : validator(body),
                body != null && body.isRequired());
    }

    private static Validator validator(io.vertx.openapi.contract.RequestBody body) {
        MediaType json = Objects.requireNonNull(body.getContent().get(Reply.JSON), "every body is JSON");
        return Schemas.validator(json.getSchema());
    }

    /** Whether a caller may call it, wherever his place is. */
    boolean admits(Caller caller) {
        Role role = caller.role();
        return role == null ? access.admits(caller) : roles.contains(role);
    }

    /** The path as the router writes it. */
    String route() {
        return PLACEHOLDER.matcher(template).replaceAll(":$1");
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }

    /** What is wrong with a body; empty when nothing is. */
    List<FieldError> errorsOf(JsonObject value) {
        if (body == null) {
            return value.isEmpty() ? List.of() : List.of(new FieldError("", "must be empty"));
        }
        OutputUnit found = body.validate(value);
        return found.getValid() ? List.of() : SchemaErrors.of("", found);
    }
}
