package parkgate.faults;

import java.util.Arrays;
import java.util.List;

/** What a run does to the service. */
enum FaultKind {
    INSTANCE_KILLED(Target.INSTANCE, "an instance is killed (kill -9) and started again", 8),
    INSTANCE_HALTED(Target.INSTANCE, "an instance is halted (SIGSTOP) and goes on", 8),
    INSTANCE_CLOCK(Target.INSTANCE, "an instance is killed and comes back with a clock that is seconds off", 3),
    POSTGRES_KILLED(Target.POSTGRES, "PostgreSQL is killed (kill -9) and started again", 4),
    POSTGRES_STOPPED(Target.POSTGRES, "PostgreSQL stops at once in the middle of commits (SIGQUIT)", 4),
    POSTGRES_HALTED(Target.POSTGRES, "PostgreSQL is halted (SIGSTOP) and goes on", 6),
    POSTGRES_DISK_FULL(Target.POSTGRES, "PostgreSQL's disk is full", 2),
    REDIS_KILLED(Target.REDIS, "Redis is killed (kill -9) and started again", 6),
    REDIS_HALTED(Target.REDIS, "Redis is halted (SIGSTOP) and goes on", 6),
    REDIS_DISK_FULL(Target.REDIS, "Redis's disk is full", 2),
    REDIS_FLUSHED(Target.REDIS_MEMORY, "Redis forgets everything (FLUSHALL)", 5),
    REDIS_BACK(Target.REDIS_MEMORY, "Redis goes back to an older append-only file", 5),
    REDIS_FAILOVER(Target.REDIS_FAILOVER, "a primary of the cluster is killed, its replica takes over", 6),
    REDIS_LAGGING(Target.REDIS_FAILOVER, "a replica that lags behind takes over", 5),
    POSTGRES_LINK_CUT(Target.POSTGRES_LINK, "the connections to PostgreSQL are cut", 4),
    POSTGRES_LINK_REFUSED(Target.POSTGRES_LINK, "PostgreSQL refuses connections", 4),
    POSTGRES_LINK_HELD(Target.POSTGRES_LINK, "nothing passes between an instance and PostgreSQL, and comes later", 5),
    POSTGRES_LINK_DEAF(Target.POSTGRES_LINK, "PostgreSQL's answers are lost", 5),
    POSTGRES_LINK_SLOW(Target.POSTGRES_LINK, "the way to PostgreSQL is slow (delay)", 4),
    POSTGRES_LINK_NARROW(Target.POSTGRES_LINK, "the way to PostgreSQL is narrow (throttle)", 3),
    REDIS_LINK_CUT(Target.REDIS_LINK, "the connections to Redis are cut", 4),
    REDIS_LINK_REFUSED(Target.REDIS_LINK, "Redis refuses connections", 4),
    REDIS_LINK_HELD(Target.REDIS_LINK, "nothing passes between an instance and Redis, and comes later", 5),
    REDIS_LINK_DEAF(Target.REDIS_LINK, "Redis's answers are lost", 5),
    REDIS_LINK_SLOW(Target.REDIS_LINK, "the way to Redis is slow (delay)", 4),
    REDIS_LINK_NARROW(Target.REDIS_LINK, "the way to Redis is narrow (throttle)", 3),
    LANE_LINK_CUT(Target.LANE_LINK, "lanes' connections to an instance are cut", 4),
    LANE_LINK_REFUSED(Target.LANE_LINK, "an instance refuses lanes' connections", 3),
    LANE_LINK_HELD(Target.LANE_LINK, "nothing passes between lanes and an instance, and comes later", 4),
    LANE_LINK_DEAF(Target.LANE_LINK, "an instance's answers to lanes are lost", 6),
    LANE_LINK_SLOW(Target.LANE_LINK, "the way to an instance is slow (delay)", 3),
    LANE_LINK_NARROW(Target.LANE_LINK, "the way to an instance is narrow (throttle)", 2);

    /** What is hit. */
    enum Target {
        INSTANCE,
        POSTGRES,
        REDIS,
        REDIS_MEMORY,
        REDIS_FAILOVER,
        POSTGRES_LINK,
        REDIS_LINK,
        LANE_LINK
    }

    private final Target target;
    private final String words;
    private final int weight;

    FaultKind(Target target, String words, int weight) {
        this.target = target;
        this.words = words;
        this.weight = weight;
    }

    Target target() {
        return target;
    }

    String words() {
        return words;
    }

    /** How often it comes, beside the others. */
    int weight() {
        return weight;
    }

    /** PostgreSQL, or the way to it, is away: answers may be QUEUED. */
    boolean isPostgresAway() {
        return target == Target.POSTGRES || target == Target.POSTGRES_LINK;
    }

    /** Redis may lose what it had called durable; never together with {@link #isPostgresAway()} (FENCE.md). */
    boolean losesMemory() {
        return target == Target.REDIS_MEMORY || target == Target.REDIS_FAILOVER;
    }

    boolean isLink() {
        return target == Target.POSTGRES_LINK || target == Target.REDIS_LINK || target == Target.LANE_LINK;
    }

    /** Those that can be done to a Redis alone, or to a cluster. */
    static List<FaultKind> of(boolean cluster) {
        return Arrays.stream(values())
                .filter(kind -> cluster
                        // A node that is away for longer than the cluster waits makes a failover.
                        ? kind != REDIS_KILLED && kind != REDIS_HALTED && kind != REDIS_BACK && kind != REDIS_DISK_FULL
                        : kind.target != Target.REDIS_FAILOVER)
                .toList();
    }
}
