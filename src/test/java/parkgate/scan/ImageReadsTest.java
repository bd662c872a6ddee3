package parkgate.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parkgate.http.OpenDoor;
import parkgate.http.Problem;
import parkgate.picture.QrImage;

class ImageReadsTest {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ImageReads reads = new ImageReads(vertx, metrics);

    @AfterEach
    void close() throws Exception {
        OpenDoor.await(vertx.close());
    }

    private static boolean isShed(Future<String> read) {
        return read.failed() && read.cause() instanceof Problem problem && problem.status() == 503;
    }

    private double counted(String result) {
        return metrics.get("parkgate_scan_images")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void a_third_picture_of_a_lane_is_told_to_come_again_before_it_is_received() throws Exception {
        Promise<Buffer> first = Promise.promise();
        Promise<Buffer> second = Promise.promise();
        Future<String> read = reads.read("lane", first::future);
        reads.read("lane", second::future);
        Future<String> third = reads.read("lane", () -> {
            throw new AssertionError("it was received");
        });
        assertTrue(isShed(third));
        first.complete(Buffer.buffer(QrImage.of("QP1S.AAAA").png(200)));
        assertEquals("QP1S.AAAA", OpenDoor.await(read));
        assertFalse(isShed(reads.read("lane", second::future)), "there is room again");
        assertEquals(1, counted("SHED"));
        assertEquals(1, counted("READ"));
    }

    @Test
    void lanes_with_a_slow_network_do_not_keep_out_those_with_a_fast_one() throws Exception {
        for (int i = 0; i < 20; i++) {
            reads.read("slow-" + i, () -> Promise.<Buffer>promise().future());
        }
        Buffer picture = Buffer.buffer(QrImage.of("QP1S.AAAA").png(200));
        assertEquals("QP1S.AAAA", OpenDoor.await(reads.read("lane", () -> Future.succeededFuture(picture))));
    }

    @Test
    void of_all_lanes_few_are_taken_at_a_time() {
        List<Promise<Buffer>> held = new ArrayList<>();
        int taken = 0;
        while (taken < 1000) {
            Promise<Buffer> one = Promise.promise();
            held.add(one);
            if (isShed(reads.read("lane-" + taken, one::future))) {
                break;
            }
            taken++;
        }
        assertEquals(metrics.get("parkgate_scan_images_bound").gauge().value(), taken);
        assertEquals(
                taken, metrics.get("parkgate_scan_images_under_way").gauge().value());
        held.forEach(one -> one.fail("gone"));
        assertEquals(0, metrics.get("parkgate_scan_images_under_way").gauge().value());
    }
}
