package parkgate.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parkgate.testing.Await;

@Timeout(60)
class EventStreamTest {
    private final AtomicInteger overs = new AtomicInteger();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    private static final class Silent implements EventStream.Source {
        @Override
        public String next() {
            return "";
        }

        @Override
        public String atBeat() {
            return "";
        }
    }

    @Test
    void a_reader_that_has_gone_before_it_begins_is_over_once_and_not_before_it_was_taken_in() throws Exception {
        Promise<Void> asked = Promise.promise();
        Promise<Boolean> over = Promise.promise();
        HttpServer server = Await.result(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.response().closeHandler(x -> begin(request, over));
                    asked.complete();
                })
                .listen(0, "127.0.0.1"));
        try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = reader.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Await.result(asked.future());
        }
        assertFalse(Await.result(over.future()), "whoever takes it in has counted it by then");
        assertEquals(1, overs.get());
    }

    @Test
    void a_reader_that_takes_nothing_is_cut_off_and_that_is_counted_once() throws Exception {
        AtomicInteger cuts = new AtomicInteger();
        Promise<Integer> cutsWhenOver = Promise.promise();
        HttpServer server = Await.result(vertx.createHttpServer()
                .requestHandler(request -> new EventStream(
                                vertx.getOrCreateContext(),
                                request,
                                new Many(),
                                new EventStream.Pace(1, 20, Integer.MAX_VALUE))
                        .begin(() -> cutsWhenOver.complete(cuts.get()), cuts::incrementAndGet))
                .listen(0, "127.0.0.1"));
        try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            OutputStream out = reader.getOutputStream();
            out.write("GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertEquals(1, Await.result(cutsWhenOver.future()));
        }
        assertEquals(1, cuts.get());
    }

    /** More than a connection's buffers hold, soon. */
    private static final class Many implements EventStream.Source {
        @Override
        public String next() {
            return "";
        }

        @Override
        public String atBeat() {
            return ": " + "x".repeat(100_000) + "\n\n";
        }
    }

    /** As where a key is looked up meanwhile. */
    private void begin(HttpServerRequest request, Promise<Boolean> over) {
        Context context = vertx.getOrCreateContext();
        context.runOnContext(x -> {
            AtomicBoolean beginning = new AtomicBoolean(true);
            new EventStream(context, request, new Silent(), new EventStream.Pace(60_000, 1, 1))
                    .begin(
                            () -> {
                                overs.incrementAndGet();
                                over.tryComplete(beginning.get());
                            },
                            () -> {});
            beginning.set(false);
        });
    }
}
