package parkgate.gatesim.world;

import java.util.concurrent.locks.ReentrantLock;

/**
 * One lane: an arming loop before the barrier, a closing loop behind it. One car at a time stands in it, the others
 * queue in the order of their arrival.
 */
final class Lane {
    final String id;
    final String lotId;
    final boolean confirmsPassage;
    final LaneComputer computer;
    private final ReentrantLock queue = new ReentrantLock(true);
    private final Loop arming = new Loop();
    private final Loop closing = new Loop();
    private final Barrier barrier = new Barrier();

    Lane(String id, String lotId, boolean confirmsPassage, LaneComputer computer) {
        this.id = id;
        this.lotId = lotId;
        this.confirmsPassage = confirmsPassage;
        this.computer = computer;
    }

    /** Waits for its turn and stands before the barrier; the car is gone again when {@code visit} ends. */
    void inTurn(Runnable visit) {
        queue.lock();
        try {
            arming.drivenOnto();
            visit.run();
        } finally {
            arming.left();
            barrier.lower();
            queue.unlock();
        }
    }

    void open() {
        barrier.raise();
    }

    /**
     * Drives under the barrier and over the closing loop, which lowers it.
     *
     * @throws IllegalStateException where the barrier is down: a car in this world never breaks one
     */
    void driveThrough() {
        if (!barrier.up() || !arming.occupied()) {
            throw new IllegalStateException("lane " + id + ": the barrier is down");
        }
        arming.left();
        closing.drivenOnto();
        closing.left();
        barrier.lower();
    }

    /** Leaves backwards: the closing loop never saw the car. */
    void backOut() {
        arming.left();
        barrier.lower();
    }
}
