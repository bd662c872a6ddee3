package parkgate.credential;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import parkgate.core.code.CodeReader;
import parkgate.core.code.Signatures;
import parkgate.http.Api;
import parkgate.http.Caller;
import parkgate.http.Contract;
import parkgate.http.Scope;
import parkgate.place.PlaceDirectory;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.signing.CaffeineVerifiedCodes;
import parkgate.signing.SignatureLibrary;
import parkgate.signing.Signer;

/** One service instance with this feature alone, on a real database, speaking HTTP. Its clock stands until it is set. */
final class Instance implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Vertx vertx = Vertx.vertx();
    final Database database;
    final ChangeFeed changes;
    final CredentialFeature feature;
    final CodeReader reader;
    final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final HttpServer server;

    Instance(String databaseUri, Signer keys) {
        database = Database.open(vertx, databaseUri, 4);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        changes = new ChangeFeed(database, now::get, meters);
        feature = new CredentialFeature(vertx, database, changes, keys, new SecureRandom(), now::get, meters);
        await(changes.open().compose(opened -> feature.load()));
        changes.follow();
        Signatures signatures = SignatureLibrary.best();
        reader = new CodeReader(
                signatures,
                keys.issuerKeys(signatures),
                keys.totpKeys(),
                feature.phones(),
                new CaffeineVerifiedCodes(100, meters));
        Api api = new Api(
                await(Contract.load(vertx)),
                token -> Future.succeededFuture(
                        token.equals("admin") ? Optional.of(Caller.admin("1")) : Optional.empty()));
        // Every key here is an admin's, who has no need of places.
        feature.mount(
                api, signatures, new Scope(new PlaceDirectory(database, changes, meters)), "https://parking.example");
        server =
                await(vertx.createHttpServer().requestHandler(api.router(vertx)).listen(0, "127.0.0.1"));
    }

    record Answer(int status, JsonObject body) {}

    Answer post(String path, @Nullable JsonObject body) {
        HttpRequest.Builder request =
                request(path).POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        return answer(body == null ? request : request.header("Content-Type", "application/json"));
    }

    Answer get(String path) {
        return answer(request(path));
    }

    HttpResponse<byte[]> download(String path) {
        return send(request(path));
    }

    HttpResponse<byte[]> download(String path, String header, String value) {
        return send(request(path).header(header, value));
    }

    private Answer answer(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = send(request);
        return new Answer(response.statusCode(), new JsonObject(new String(response.body(), StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .header("Authorization", "Bearer admin");
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        await(server.close());
        await(changes.close());
        await(database.close());
        await(vertx.close());
    }
}
