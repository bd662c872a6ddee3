package parkgate.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** This service's own API, called over its own door. */
final class OwnApi {
    /** How often a 503 is asked again, and after how long, milliseconds: a start may still be warming up. */
    private static final int TRIES = 20;

    private static final long AGAIN_MS = 500;

    /** For one answer. */
    private static final long ANSWER_MS = 20_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final URI door;

    /** @param door where this instance listens; its certificate is not checked, since it is our own */
    OwnApi(Vertx vertx, URI door) {
        this.vertx = vertx;
        this.door = door;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(door.getScheme().equals("https"))
                .setTrustAll(true)
                .setVerifyHost(false));
    }

    /** An answer of any status. */
    record Answer(int status, Buffer body) {
        JsonObject json() {
            return body.length() == 0 ? new JsonObject() : new JsonObject(body);
        }
    }

    Future<Answer> get(String key, String path) {
        return send(key, HttpMethod.GET, path, new JsonObject());
    }

    /** An answer of any status but 503, which is asked again for a while. An empty body is not sent. */
    Future<Answer> send(String key, HttpMethod method, String path, JsonObject body) {
        return send(key, method, path, body, TRIES);
    }

    private Future<Answer> send(String key, HttpMethod method, String path, JsonObject body, int tries) {
        RequestOptions to = new RequestOptions()
                .setMethod(method)
                .setHost(door.getHost())
                .setPort(door.getPort())
                .setURI(path)
                .putHeader("Authorization", "Bearer " + key);
        if (!body.isEmpty()) {
            to.putHeader("Content-Type", "application/json");
        }
        return client.request(to)
                .compose(request -> body.isEmpty() ? request.send() : request.send(body.toBuffer()))
                .compose(response -> response.body().map(got -> new Answer(response.statusCode(), got)))
                .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                .compose(answer -> answer.status() == 503 && tries > 1
                        ? pause().compose(x -> send(key, method, path, body, tries - 1))
                        : Future.succeededFuture(answer));
    }

    private Future<Void> pause() {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(AGAIN_MS, x -> over.complete());
        return over.future();
    }

    /** Signs in with a first password and chooses another, as a person does. */
    Future<Void> changePassword(String name, String first, String own) {
        return client.request(post("/v1/staff/sign-in"))
                .compose(request -> request.send(new JsonObject()
                        .put("name", name)
                        .put("password", first)
                        .toBuffer()))
                .compose(signedIn -> signedIn.body().compose(body -> {
                    requireDone(signedIn.statusCode(), "sign-in");
                    String cookie = String.valueOf(signedIn.getHeader("Set-Cookie"));
                    RequestOptions change = post("/v1/staff/password")
                            .putHeader("Cookie", cookie.substring(0, cookie.indexOf(';')))
                            .putHeader("X-Parkgate-Csrf", body.toJsonObject().getString("csrf"));
                    return client.request(change)
                            .compose(request -> request.send(new JsonObject()
                                    .put("password", first)
                                    .put("newPassword", own)
                                    .toBuffer()));
                }))
                .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                .map(changed -> {
                    requireDone(changed.statusCode(), "password");
                    return null;
                });
    }

    private RequestOptions post(String path) {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(door.getHost())
                .setPort(door.getPort())
                .setURI(path)
                .putHeader("Content-Type", "application/json");
    }

    private static void requireDone(int status, String what) {
        if (status >= 300) {
            throw new IllegalStateException("staff " + what + ": " + status);
        }
    }

    /** The answer's JSON; fails, naming the call, when it was refused. */
    Future<JsonObject> done(String key, HttpMethod method, String path, JsonObject body) {
        return send(key, method, path, body).map(answer -> {
            if (answer.status() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.status() + " "
                        + answer.json().getString("title"));
            }
            return answer.json();
        });
    }

    Future<Void> close() {
        return client.close();
    }
}
