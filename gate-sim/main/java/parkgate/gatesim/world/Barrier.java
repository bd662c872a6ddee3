package parkgate.gatesim.world;

/** A barrier: down until a grant raises it, down again when the car has crossed, or has backed out. */
final class Barrier {
    private boolean up;

    boolean up() {
        return up;
    }

    void raise() {
        up = true;
    }

    void lower() {
        up = false;
    }
}
