package parkgate.faults;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import parkgate.faults.FaultKind.Target;
import parkgate.faults.History.Loss;

/** Does a fault and mends it again. */
final class FaultHand {
    private static final Duration HEAL = Duration.ofMinutes(1);
    /** A process that starts on a busy machine. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final int MOST_CLOCK_OFFSET_MS = 5_000;
    private static final int FILE_LIMIT = 4_096;

    private final Stack stack;
    private final List<Lot> lots;
    private final History history;

    FaultHand(Stack stack, List<Lot> lots, History history) {
        this.stack = stack;
        this.lots = lots;
        this.history = history;
    }

    /** What a fault came to. */
    enum Outcome {
        DONE,
        /** This machine does not let us do it, or nothing was there to be hit. */
        SKIPPED,
        /** What it broke did not come back. */
        NOT_MENDED
    }

    /** The name of what it hits: no two faults hit the same. */
    String victim(Fault fault) {
        int instances = stack.instances().size();
        return switch (fault.kind().target()) {
            case INSTANCE -> "instance " + fault.target() % instances;
            case POSTGRES -> "PostgreSQL";
            case REDIS, REDIS_MEMORY, REDIS_FAILOVER -> "Redis";
            case POSTGRES_LINK, REDIS_LINK, LANE_LINK -> link(fault).name();
        };
    }

    private Link link(Fault fault) {
        List<Link> links = fault.kind().target() == Target.POSTGRES_LINK
                ? stack.postgresLinks()
                : fault.kind().target() == Target.REDIS_LINK ? stack.redis().links() : stack.laneLinks();
        return links.get(fault.target() % links.size());
    }

    Outcome act(Fault fault) throws IOException, InterruptedException {
        if (fault.kind().isLink()) {
            return disturb(link(fault), fault);
        }
        return switch (fault.kind()) {
            case INSTANCE_KILLED -> killed(instance(fault), fault);
            case INSTANCE_CLOCK -> {
                instance(fault)
                        .clockOffset(new Random(fault.dice()).nextInt(2 * MOST_CLOCK_OFFSET_MS) - MOST_CLOCK_OFFSET_MS);
                yield killed(instance(fault), fault);
            }
            case INSTANCE_HALTED -> halted(instance(fault), fault);
            case POSTGRES_KILLED -> killed(stack.postgres(), fault);
            case POSTGRES_STOPPED -> {
                stack.postgres().end("QUIT", Duration.ofSeconds(10));
                Thread.sleep(fault.holdMs());
                yield mended(stack.postgres());
            }
            case POSTGRES_HALTED -> halted(stack.postgres(), fault);
            case POSTGRES_DISK_FULL -> full(stack.postgres(), stack.postgresDisk(), fault);
            case REDIS_KILLED -> killed(redis(), fault);
            case REDIS_HALTED -> halted(redis(), fault);
            case REDIS_DISK_FULL -> full(redis(), stack.redis().disk(0), fault);
            case REDIS_FLUSHED -> flushed();
            case REDIS_BACK -> putBack(fault);
            case REDIS_FAILOVER -> failover(fault);
            case REDIS_LAGGING -> lagging(fault);
            default -> throw new IllegalStateException("no such fault: " + fault);
        };
    }

    private Instance instance(Fault fault) {
        return stack.instances().get(fault.target() % stack.instances().size());
    }

    private RedisServer redis() {
        return stack.redis().nodes().get(0);
    }

    private static Outcome killed(Proc victim, Fault fault) throws IOException, InterruptedException {
        victim.kill();
        Thread.sleep(fault.holdMs());
        return mended(victim);
    }

    private static Outcome mended(Proc victim) throws IOException, InterruptedException {
        return victim.up(START) ? Outcome.DONE : Outcome.NOT_MENDED;
    }

    private static Outcome halted(Proc victim, Fault fault) throws IOException, InterruptedException {
        victim.pause();
        try {
            Thread.sleep(fault.holdMs());
        } finally {
            victim.resume();
        }
        return mended(victim);
    }

    private static Outcome disturb(Link link, Fault fault) throws InterruptedException {
        String how = fault.kind().name();
        how = how.substring(how.lastIndexOf('_') + 1);
        Random dice = new Random(fault.dice());
        try {
            switch (how) {
                case "CUT" -> link.cut();
                case "REFUSED" -> link.refuse();
                case "HELD" -> link.hold();
                case "DEAF" -> link.loseAnswers();
                case "SLOW" -> link.delay(20 + dice.nextInt(600));
                case "NARROW" -> link.throttle(1_000 + dice.nextInt(20_000));
                default -> throw new IllegalStateException(how);
            }
            Thread.sleep(fault.holdMs());
        } finally {
            link.heal();
        }
        return Outcome.DONE;
    }

    /**
     * The disk shrinks to what is on it, and gets its size back. Where it has no disk of its own, its files may not grow: to
     * whoever writes that is another error, with the same end.
     */
    private static Outcome full(Proc victim, @Nullable Path disk, Fault fault)
            throws IOException, InterruptedException {
        if (disk == null) {
            return limited(victim, fault);
        }
        FileStore store = Files.getFileStore(disk);
        long size = store.getTotalSpace() / 1024;
        long used = size - store.getUnallocatedSpace() / 1024;
        victim.mayEnd();
        if (!RunFolder.run("mount", "-o", "remount,size=" + used + "k", disk.toString())) {
            return Outcome.SKIPPED;
        }
        try {
            Thread.sleep(fault.holdMs());
        } finally {
            RunFolder.run("mount", "-o", "remount,size=" + size + "k", disk.toString());
        }
        return mended(victim);
    }

    private static Outcome limited(Proc victim, Fault fault) throws IOException, InterruptedException {
        victim.mayEnd();
        boolean limited = victim.limitFiles(FILE_LIMIT);
        if (limited) {
            Thread.sleep(fault.holdMs());
        }
        victim.limitFiles(null);
        Outcome mended = mended(victim);
        return limited ? mended : Outcome.SKIPPED;
    }

    /** Waits until all that was QUEUED stands in PostgreSQL; unix ms of a moment before that was seen, -1 at the bound. */
    private long settled() throws InterruptedException {
        long end = System.nanoTime() + HEAL.toNanos();
        while (System.nanoTime() < end) {
            long before = System.currentTimeMillis();
            if (stack.redis().isSettled(lots)) {
                return before;
            }
            Thread.sleep(100);
        }
        return -1;
    }

    private Outcome flushed() throws InterruptedException {
        long settled = settled();
        if (settled < 0) {
            return Outcome.NOT_MENDED;
        }
        if (stack.redis().isCluster()) {
            for (int primary : stack.redis().primaries()) {
                stack.redis().tryAsk(primary, RedisCommands::flushall);
            }
        } else {
            stack.redis().tryAsk(0, RedisCommands::flushall);
        }
        history.add(new Loss("FLUSHALL", settled, System.currentTimeMillis()));
        return Outcome.DONE;
    }

    private Outcome putBack(Fault fault) throws IOException, InterruptedException {
        if (!redis().copyAside()) {
            return Outcome.SKIPPED;
        }
        Thread.sleep(fault.holdMs());
        long settled = settled();
        if (settled < 0) {
            return Outcome.NOT_MENDED;
        }
        redis().kill();
        redis().putBack();
        history.add(new Loss("older append-only file", settled, System.currentTimeMillis()));
        return mended(redis());
    }

    private Outcome failover(Fault fault) throws IOException, InterruptedException {
        int primary = primary(fault);
        long settled = primary < 0 ? -1 : settled();
        if (settled < 0) {
            return primary < 0 ? Outcome.SKIPPED : Outcome.NOT_MENDED;
        }
        RedisServer victim = stack.redis().nodes().get(primary);
        victim.kill();
        // Longer than the cluster waits, so that a replica takes over.
        Thread.sleep(4_000 + fault.holdMs());
        if (!victim.up(START)) {
            return Outcome.NOT_MENDED;
        }
        Outcome outcome = whole();
        history.add(new Loss("failover", settled, System.currentTimeMillis()));
        return outcome;
    }

    private int primary(Fault fault) {
        List<Integer> primaries = stack.redis().primaries();
        return primaries.isEmpty() ? -1 : primaries.get(fault.target() % primaries.size());
    }

    /** Replicas halt, the primary goes on and is killed, and the first of them takes over with what it has. */
    private Outcome lagging(Fault fault) throws IOException, InterruptedException {
        int primary = primary(fault);
        List<Integer> replicas = primary < 0 ? List.of() : stack.redis().replicasOf(primary);
        if (replicas.isEmpty()) {
            return Outcome.SKIPPED;
        }
        long settled = settled();
        if (settled < 0) {
            return Outcome.NOT_MENDED;
        }
        List<RedisServer> halted = new ArrayList<>();
        replicas.forEach(i -> halted.add(stack.redis().nodes().get(i)));
        halted.forEach(Proc::pause);
        Thread.sleep(Math.min(fault.holdMs(), 2_000));
        RedisServer victim = stack.redis().nodes().get(primary);
        victim.kill();
        halted.forEach(Proc::resume);
        for (int i = 0; i < 20; i++) {
            if ("OK".equals(stack.redis().tryAsk(replicas.get(0), c -> c.clusterFailover(false, true)))) {
                break;
            }
            Thread.sleep(200);
        }
        Thread.sleep(500);
        if (!victim.up(START)) {
            return Outcome.NOT_MENDED;
        }
        Outcome outcome = whole();
        history.add(new Loss("failover to a lagging replica", settled, System.currentTimeMillis()));
        return outcome;
    }

    private Outcome whole() throws InterruptedException {
        long end = System.nanoTime() + HEAL.toNanos();
        while (!stack.redis().isWhole()) {
            if (System.nanoTime() > end) {
                return Outcome.NOT_MENDED;
            }
            Thread.sleep(200);
        }
        return Outcome.DONE;
    }
}
