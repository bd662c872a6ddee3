package parkgate.http;

import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parkgate.http.Problem.FieldError;

/** One parameter of an operation. */
record Parameter(String name, Location in, boolean required, boolean whole, Validator schema) {
    private static final int MAX_WHOLE_DIGITS = 18;

    static Parameter of(io.vertx.openapi.contract.Parameter parameter) {
        return new Parameter(
                parameter.getName(),
                parameter.getIn(),
                parameter.isRequired(),
                parameter.getSchemaType() == SchemaType.INTEGER,
                Schemas.validator(parameter.getSchema()));
    }

    /** What is wrong with a value; empty when nothing is. {@code null}: it was not sent. */
    List<FieldError> errorsOf(@Nullable String value) {
        if (value == null) {
            return required ? List.of(new FieldError(name, "is required")) : List.of();
        }
        if (!JsonBody.isPlain(value)) {
            return List.of(new FieldError(name, "has control characters"));
        }
        if (whole && !value.matches("-?[0-9]{1," + MAX_WHOLE_DIGITS + "}")) {
            return List.of(new FieldError(name, "must be a whole number"));
        }
        OutputUnit found = schema.validate(whole ? (Object) Long.valueOf(value) : value);
        return found.getValid() ? List.of() : SchemaErrors.of(name, found);
    }
}
