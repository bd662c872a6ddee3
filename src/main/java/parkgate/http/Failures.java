package parkgate.http;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into a problem document. What nobody foresaw is a 500, and a line in the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Contract contract;
    private final Function<Throwable, Optional<Problem>> explanation;

    Failures(Contract contract, Function<Throwable, Optional<Problem>> explanation) {
        this.contract = contract;
        this.explanation = explanation;
    }

    void handle(RoutingContext ctx) {
        Exchange.of(ctx).answer(problem(ctx));
    }

    /** Last handler: nobody else took it. */
    void handleUnmatched(RoutingContext ctx) {
        Set<String> methods = contract.methodsAt(ctx.normalizedPath());
        Exchange.of(ctx)
                .answer(
                        methods.isEmpty()
                                ? Problem.notFound("The contract at /openapi.yaml has no such path.")
                                : Problem.of(405, "method-not-allowed", "This path has no such method")
                                        .header("Allow", String.join(", ", methods)));
    }

    private Problem problem(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        int status = failure instanceof HttpException http ? http.getStatusCode() : ctx.statusCode();
        if (failure == null && status == 404) {
            return Problem.notFound("The contract at /openapi.yaml has no such path.");
        }
        if (status >= 400 && status < 500) {
            return Problem.badRequest("The request line or a header is malformed.");
        }
        return (failure == null ? Optional.<Problem>empty() : explanation.apply(failure)).orElseGet(() -> bug(ctx));
    }

    private static Problem bug(RoutingContext ctx) {
        LOG.atError()
                .addKeyValue("requestId", Exchange.of(ctx).requestId())
                .setCause(ctx.failure())
                .log("a request failed for a reason that nobody foresaw");
        return Problem.of(500, "internal-error", "Something went wrong here")
                .detail("The request id finds it in the service's log.");
    }
}
