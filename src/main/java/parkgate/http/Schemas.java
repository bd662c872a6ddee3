package parkgate.http;

import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;

/**
 * Validators for the contract's schemas, each on its own. The contract's own repository would give each of them a copy of
 * all it knows: some hundred kilobytes for a path parameter.
 */
final class Schemas {
    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("https://parkgate.invalid/schema")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    private Schemas() {}

    /** A schema of the contract, in which nothing refers to what stands elsewhere. */
    static Validator validator(JsonSchema resolved) {
        return Validator.create(resolved, OPTIONS);
    }
}
