package parkgate.credential;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import parkgate.http.Api;
import parkgate.http.Call;
import parkgate.http.Problem;
import parkgate.http.Reply;
import parkgate.picture.QrImage;

/** {@code GET /v1/credentials/{id}/qr.png} and {@code qr.svg}: a printed code once more, as a picture. */
final class PictureRoute {
    /** Pictures waiting or being drawn; one more is a 503. */
    static final int MAX_DRAWING = 64;

    private final CredentialReach reach;
    private final CodeText codes;
    private final Vertx vertx;
    private final AtomicInteger drawing = new AtomicInteger();

    PictureRoute(CredentialReach reach, CodeText codes, Vertx vertx, MeterRegistry meters) {
        this.reach = reach;
        this.codes = codes;
        this.vertx = vertx;
        Gauge.builder("parkgate_pictures_drawing", drawing, AtomicInteger::get)
                .description("Pictures of codes waiting or being drawn, at most " + MAX_DRAWING)
                .register(meters);
    }

    void mount(Api api) {
        api.on("getCredentialPng", CredentialRoute.OPERATORS, this::png)
                .on("getCredentialSvg", CredentialRoute.OPERATORS, this::svg);
    }

    private Future<Reply> png(Call call) {
        int size = size(call);
        return drawn(call, text -> Buffer.buffer(QrImage.of(text).png(size)))
                .map(picture -> reply("image/png", picture));
    }

    private Future<Reply> svg(Call call) {
        int size = size(call);
        return drawn(call, text -> Buffer.buffer(QrImage.of(text).svg(size)))
                .map(picture -> reply("image/svg+xml", picture));
    }

    /** What turns a text into a picture. */
    @FunctionalInterface
    private interface Pen {
        Buffer draw(String text);
    }

    private Future<Buffer> drawn(Call call, Pen pen) {
        return reach.own(call).compose(credential -> {
            String text = printedText(credential);
            if (drawing.incrementAndGet() > MAX_DRAWING) {
                drawing.decrementAndGet();
                throw Problem.unavailable("too-many-pictures", "Too many pictures are being drawn", 1);
            }
            return vertx.executeBlocking(() -> pen.draw(text), false).onComplete(done -> drawing.decrementAndGet());
        });
    }

    private String printedText(Credential credential) {
        if (credential.type() != CredentialType.QR_PRINTED) {
            // A picture of one of its moments would be the screenshot that a rotating code is there to stop.
            throw Problem.conflict("no-picture", "Only a printed code has a picture here")
                    .detail("The phone draws its own code: it changes every 15 seconds.");
        }
        if (credential.status() != CredentialStatus.ACTIVE) {
            throw Problem.conflict("credential-not-active", "This credential is revoked, replaced or over");
        }
        return codes.of(credential);
    }

    private static int size(Call call) {
        String size = call.query("size");
        return size == null ? QrImage.DEFAULT_SIZE : Integer.parseInt(size);
    }

    private static Reply reply(String contentType, Buffer picture) {
        return Reply.of(200, contentType, picture).with("Cache-Control", "no-store");
    }
}
