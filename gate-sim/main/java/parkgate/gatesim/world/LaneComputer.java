package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import parkgate.gatesim.api.Outcome;
import parkgate.gatesim.api.Patience;
import parkgate.gatesim.api.Stopped;
import parkgate.gatesim.lane.Controller;
import parkgate.gatesim.lane.Decided;
import parkgate.gatesim.lane.Disk;
import parkgate.gatesim.lane.Keeper;
import parkgate.gatesim.lane.LaneParts;
import parkgate.gatesim.lane.journal.JournalEvent;
import parkgate.gatesim.lane.line.Asking;
import parkgate.gatesim.lane.line.Circuit;
import parkgate.gatesim.scenario.Plan.Mishap;

/**
 * The computer of one lane: the lane program itself, but for its devices. A lane whose scenario cuts no network asks for as
 * long as the service remembers a scanId, and never decides by itself.
 */
final class LaneComputer implements AutoCloseable {
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    /** Alone, whom the lane let in counts as inside for longer than any run takes. */
    private static final Duration PASSBACK = Duration.ofHours(1);

    private final UnsteadyLine line;
    private final Disk disk;
    private final Controller controller;
    private final Keeper keeper;
    private final Asking asking;
    private final Thread thread;
    private final boolean decidesAlone;
    private final Map<String, Decided> grants = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<JsonNode>> reported = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<String>> sessions = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<Void>> followUps = new ConcurrentLinkedQueue<>();
    private final LongAdder alone = new LongAdder();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    /**
     * Starts a lane.
     *
     * @param decidesAlone where the service does not answer in a lane's time
     */
    LaneComputer(Path folder, UnsteadyLine line, boolean decidesAlone) {
        this.line = line;
        this.decidesAlone = decidesAlone;
        try {
            this.disk = Disk.open(folder, "", LaneParts.signatures(), InstantSource.system(), troubles::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.asking = decidesAlone
                ? new Asking(line, Asking.LANE, Asking.ATTEMPT, troubles::add)
                : new Asking(line, Patience.GATE, ATTEMPT, troubles::add);
        LaneParts parts = new LaneParts(
                line,
                disk,
                asking,
                decidesAlone ? new Circuit() : Circuit.alwaysAsking(),
                PASSBACK,
                this::learned,
                text -> {});
        this.controller = parts.controller();
        this.keeper = parts.keeper();
        this.thread = new Thread(keeper, "keeper of " + folder.getFileName());
        thread.setDaemon(true);
        if (decidesAlone) {
            keeper.tick(true);
        }
        thread.start();
    }

    /** Fetches the pack as it is now. */
    void refreshPack() {
        keeper.packIsOld();
        keeper.tick(true);
    }

    Decided scan(UUID scanId, String code, Mishap mishap) {
        line.begin(mishap);
        Decided decided = controller.scan(scanId, code, true);
        if (decided.offline()) {
            alone.increment();
        }
        if (decided.granted()) {
            grants.put(decided.decisionId(), decided);
            if (decided.offline()) {
                sessions.computeIfAbsent(decided.decisionId(), id -> new CompletableFuture<>());
            }
        }
        return decided;
    }

    boolean decidesAlone() {
        return decidesAlone;
    }

    UnsteadyLine line() {
        return line;
    }

    /** Hands on the session that the service makes of a grant that was decided here, once it has been told. */
    void whenTold(String decisionId, Consumer<String> session) {
        followUps.add(session(decisionId).thenAccept(session));
    }

    /** Something that is done when the service has been told. */
    void follow(CompletableFuture<Void> work) {
        followUps.add(work);
    }

    private CompletableFuture<String> session(String decisionId) {
        return sessions.computeIfAbsent(decisionId, id -> new CompletableFuture<>());
    }

    boolean wasDecidedHere(String decisionId) {
        Decided grant = grants.get(decisionId);
        return grant != null && grant.offline() && sessions.containsKey(decisionId);
    }

    /**
     * What the car of a grant did.
     *
     * @return what the service will say to it
     */
    CompletableFuture<JsonNode> passed(String decisionId, Outcome outcome) {
        Decided grant = grants.get(decisionId);
        if (grant == null) {
            throw new IllegalStateException("no grant " + decisionId);
        }
        synchronized (reported) {
            long seq = controller.passed(grant, outcome == Outcome.CONFIRMED);
            return seq == 0
                    ? CompletableFuture.completedFuture(JsonNodeFactory.instance.missingNode())
                    : reported.computeIfAbsent(seq, number -> new CompletableFuture<>());
        }
    }

    private void learned(JournalEvent event, JsonNode answer, boolean refused) {
        CompletableFuture<JsonNode> waiting;
        synchronized (reported) {
            waiting = reported.computeIfAbsent(event.seq(), number -> new CompletableFuture<>());
        }
        if (refused) {
            troubles.add("the service never takes " + event.kind() + " " + event.seq() + ": " + answer);
        }
        waiting.complete(answer);
        String scanId = event.body().path("scanId").asText();
        if (!scanId.isEmpty() && answer.path("sessionId").isTextual()) {
            session(scanId).complete(answer.path("sessionId").asText());
        }
    }

    /** Waits until the service knows all that happened here; false where that takes too long. */
    boolean isTold(Duration patience) {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (disk.journal().size() > 0 || !followUps.stream().allMatch(CompletableFuture::isDone)) {
            if (System.nanoTime() > giveUp) {
                return false;
            }
            keeper.wake();
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(e);
        }
    }

    /** What people should know of. */
    Queue<String> troubles() {
        return troubles;
    }

    long alone() {
        return alone.sum();
    }

    long lost() {
        return asking.lost();
    }

    long putOff() {
        return asking.putOff();
    }

    /** An answer that has to come. */
    static <T> T await(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(Patience.GATE.whole().toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(what + ": no answer", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
            disk.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
