package parkgate.tls;

import static parkgate.testing.Door.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import parkgate.http.Access;
import parkgate.http.Api;
import parkgate.http.Caller;
import parkgate.http.Contract;
import parkgate.http.HttpDoor;
import parkgate.http.KeyKind;
import parkgate.http.Reply;
import parkgate.http.RequestBody;

/** The real door over TLS on a free port, its files looked at each few milliseconds. */
final class TlsDoor implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ServerTls tls;
    private final HttpDoor door;

    TlsDoor(TlsFiles files) throws Exception {
        tls = new ServerTls(files, files.load(), InstantSource.system(), 20, metrics);
        Api api = new Api(await(Contract.load(vertx)), TlsDoor::caller).provingLanes(tls.laneProof());
        api.on(
                "getPlace",
                Access.of(KeyKind.OPS, KeyKind.API, KeyKind.ADMIN),
                call -> Future.succeededFuture(Reply.of(200, new JsonObject())));
        api.raw("scan", Access.of(KeyKind.LANE), ctx -> RequestBody.read(ctx.request())
                .onSuccess(body ->
                        ctx.json(new JsonObject().put("lane", Api.caller(ctx).laneId())))
                .onFailure(ctx::fail));
        door = await(HttpDoor.open(vertx, new HttpDoor.Address("127.0.0.1", 0, tls.options()), api.router(vertx)));
        vertx.runOnContext(x -> tls.follow(vertx, door::renew));
    }

    /** A token is a kind of key; a lane's is its lane. */
    private static Future<Optional<Caller>> caller(String token) {
        return Future.succeededFuture(
                Optional.of(token.equals("admin") ? Caller.admin("k1") : Caller.lane("k2", token, "lot-1")));
    }

    ServerTls tls() {
        return tls;
    }

    SimpleMeterRegistry metrics() {
        return metrics;
    }

    static HttpClient client(SSLContext as) {
        return HttpClient.newBuilder().sslContext(as).build();
    }

    SSLSocket connect(SSLContext as) throws Exception {
        SSLSocket socket = (SSLSocket) as.getSocketFactory().createSocket("127.0.0.1", door.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    HttpResponse<String> admin(SSLContext as) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/places/a"))
                .header("Authorization", "Bearer admin")
                .build();
        return client(as).send(request, BodyHandlers.ofString());
    }

    /** The same with one long header more. */
    HttpResponse<String> adminWith(SSLContext as, String header) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/places/a"))
                .header("Authorization", "Bearer admin")
                .header("X-Long", header)
                .timeout(Duration.ofSeconds(30))
                .build();
        return client(as).send(request, BodyHandlers.ofString());
    }

    HttpResponse<String> scan(HttpClient as, String laneId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/v1/scans"))
                .header("Authorization", "Bearer " + laneId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return as.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("https://127.0.0.1:" + door.port() + path);
    }

    @Override
    public void close() {
        vertx.runOnContext(x -> tls.stop());
        await(door.close(0));
        await(vertx.close());
    }
}
