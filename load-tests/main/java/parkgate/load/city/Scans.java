package parkgate.load.city;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.load.city.Plan.Kind;
import parkgate.load.drive.Shot;
import parkgate.load.wire.Head;
import parkgate.load.wire.Reply;

/** Scans as they are sent, their answers, and what follows from each. */
final class Scans {
    private static final byte[] GRANTED = Says.ascii("\"decision\":\"GRANTED\"");
    private static final byte[] DENIED = Says.ascii("\"decision\":\"DENIED\"");
    private static final byte[] COMMITTED = Says.ascii("\"durability\":\"COMMITTED\"");
    private static final byte[] REPLAYED = Says.ascii("\"replayed\":true");
    private static final byte[] STALE = Says.ascii("\"reason\":\"STALE_CODE\"");
    private static final byte[] ENTRY = Says.ascii("\"direction\":\"ENTRY\"");
    private static final byte[] EXIT = Says.ascii("\"direction\":\"EXIT\"");

    /** A lane that got no answer asks again soon; one that was told to wait, waits as it was told. */
    private static final long NO_ANSWER_MS = 200;

    private static final long NOT_DECIDED_MS = 1_000;
    private static final long REPEAT_MS = 100;
    private static final int DRIVE_MIN_MS = 500;
    private static final int DRIVE_MAX_MS = 2_500;

    private final CityTraffic traffic;
    private final List<Gate> open;
    private final List<Gate> full;
    private final Mix mix;
    private final RandomGenerator dice;
    private long entries;
    private long exits;

    Scans(CityTraffic traffic, List<Gate> open, List<Gate> full, Mix mix, RandomGenerator dice) {
        this.traffic = traffic;
        this.open = open;
        this.full = full;
        this.mix = mix;
        this.dice = dice;
    }

    Shot of(Plan plan) {
        return new Scan(plan);
    }

    long entries() {
        return entries;
    }

    long exits() {
        return exits;
    }

    /** True for an answer after which a lane asks again; then it will. */
    private boolean isAgain(Reply reply, Shot shot) {
        if (reply.status() == Reply.NOTHING || reply.status() == 503 || reply.status() == 429) {
            traffic.later(reply.status() == Reply.NOTHING ? NO_ANSWER_MS : NOT_DECIDED_MS, shot);
            return true;
        }
        return false;
    }

    private static String again(Reply reply) {
        return CityTraffic.AGAIN + (reply.status() == Reply.NOTHING ? "no answer" : "HTTP " + reply.status());
    }

    private final class Scan implements Shot {
        private final Plan plan;
        private final Gate gate;
        private final Buffer request;
        /** Sent before without an answer: whether it was decided then is not known. */
        private boolean unsure;

        private Scan(Plan plan) {
            this.plan = plan;
            this.gate = (plan.kind == Kind.FULL ? full : open).get(plan.lot);
            Code.Shown shown = Objects.requireNonNull(plan.shown);
            if (plan.kind == Kind.ENTRY) {
                plan.who.lastStep = shown.step();
            }
            UUID scanId = new UUID((dice.nextLong() & ~0xf000L) | 0x4000L, (dice.nextLong() >>> 2) | (1L << 63));
            Head head = plan.kind == Kind.EXIT ? gate.out : gate.in;
            this.request = head.with("{\"scanId\":\"" + scanId + "\",\"code\":\"" + shown.text() + "\"}");
        }

        @Override
        public Buffer request() {
            return request;
        }

        @Override
        public String answered(Reply reply) {
            traffic.answered();
            if (isAgain(reply, this)) {
                unsure = true;
                return again(reply);
            }
            if (reply.status() == 200) {
                return plan.kind.isGrant() ? grant(reply) : refusal(reply);
            }
            traffic.over(plan);
            return traffic.unexpected(plan.kind, "HTTP " + reply.status() + " " + reply.text());
        }

        private String refusal(Reply reply) {
            traffic.over(plan);
            return reply.says(DENIED) && reply.says(Says.ascii("\"reason\":\"" + plan.kind.reason + "\""))
                    ? "refused " + plan.kind.reason
                    : traffic.unexpected(plan.kind, reply.text());
        }

        private String grant(Reply reply) {
            boolean in = plan.kind == Kind.ENTRY;
            boolean granted = reply.says(GRANTED) && reply.says(in ? ENTRY : EXIT);
            if (unsure && in && reply.says(DENIED) && reply.says(STALE)) {
                traffic.over(plan);
                return "refused STALE_CODE, asked too late";
            }
            if (!granted || (!unsure && reply.says(REPLAYED))) {
                traffic.over(plan);
                return traffic.unexpected(plan.kind, reply.text());
            }
            entries += in ? 1 : 0;
            exits += in ? 0 : 1;
            if (gate.loop) {
                boolean backsOut = in && dice.nextDouble() < mix.backedOut();
                traffic.later(
                        dice.nextInt(DRIVE_MIN_MS, DRIVE_MAX_MS),
                        new Passage(plan, gate, Says.text(reply, "decisionId"), backsOut));
            } else if (dice.nextDouble() < mix.repeated()) {
                traffic.later(REPEAT_MS, new Repeat(plan, request, Says.text(reply, "decisionId")));
            } else {
                moved(plan, in);
            }
            return (in ? "entry" : "exit") + (reply.says(COMMITTED) ? "" : ", queued");
        }
    }

    private void moved(Plan plan, boolean inside) {
        plan.who.lot = inside ? plan.lot : Motorist.OUTSIDE;
        plan.who.sinceMs = traffic.nowMs();
        traffic.over(plan);
    }

    /** The same scan again: the same grant, and nothing changes. */
    private final class Repeat implements Shot {
        private final Plan plan;
        private final Buffer request;
        private final @Nullable String decisionId;

        private Repeat(Plan plan, Buffer request, @Nullable String decisionId) {
            this.plan = plan;
            this.request = request;
            this.decisionId = decisionId;
        }

        @Override
        public Buffer request() {
            return request;
        }

        @Override
        public String answered(Reply reply) {
            traffic.answered();
            if (isAgain(reply, this)) {
                return again(reply);
            }
            moved(plan, plan.kind == Kind.ENTRY);
            boolean same = reply.status() == 200
                    && reply.says(GRANTED)
                    && reply.says(REPLAYED)
                    && Objects.equals(decisionId, Says.text(reply, "decisionId"));
            return same ? "repeated" : traffic.unexpected(plan.kind, "again: " + reply.status() + " " + reply.text());
        }
    }

    /** What the car did after a grant. */
    private final class Passage implements Shot {
        private final Plan plan;
        private final boolean backsOut;
        private final Buffer request;

        private Passage(Plan plan, Gate gate, @Nullable String decisionId, boolean backsOut) {
            this.plan = plan;
            this.backsOut = backsOut;
            this.request = (plan.kind == Kind.ENTRY ? gate.passedIn : gate.passedOut)
                    .with("{\"decisionId\":\"" + decisionId + "\",\"outcome\":\""
                            + (backsOut ? "NO_ENTRY" : "CONFIRMED") + "\"}");
        }

        @Override
        public Buffer request() {
            return request;
        }

        @Override
        public String answered(Reply reply) {
            traffic.answered();
            if (isAgain(reply, this)) {
                return again(reply);
            }
            boolean in = plan.kind == Kind.ENTRY;
            moved(plan, in && !backsOut);
            String status = !in ? "COMPLETED" : backsOut ? "INVALID" : "ACTIVE";
            return reply.status() == 200 && reply.says(Says.ascii("\"status\":\"" + status + "\""))
                    ? backsOut ? "passage, backed out" : "passage"
                    : traffic.unexpected(plan.kind, "passage: " + reply.status() + " " + reply.text());
        }
    }
}
