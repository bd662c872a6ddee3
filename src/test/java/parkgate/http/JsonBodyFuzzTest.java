package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Every JSON body there can be, against every operation's schema, under a fuzzer. */
class JsonBodyFuzzTest {
    @DictionaryFile(resourcePath = "/parkgate/http/json.dict")
    @FuzzTest
    void body(byte[] input) {
        JsonObject body = CheckedBodies.answered(() -> JsonBody.parse(Buffer.buffer(input)));
        if (body == null) {
            return;
        }
        assertEquals(body, JsonBody.parse(body.toBuffer()), "what is read can be written and read again");
        assertEquals(body, JsonBody.parse(Buffer.buffer(input), Set.of("code")), "a field that may hold any text");
        for (Operation operation : CheckedBodies.withBody()) {
            List<Problem.FieldError> errors = operation.errorsOf(body);
            if (!errors.isEmpty()) {
                assertFalse(Problem.invalid(errors).document("request").encode().isEmpty());
            }
        }
    }
}
