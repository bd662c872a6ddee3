package parkgate.gatesim.world;

/** An induction loop in a lane: on while a car stands over it. */
final class Loop {
    private boolean occupied;

    boolean occupied() {
        return occupied;
    }

    void drivenOnto() {
        occupied = true;
    }

    void left() {
        occupied = false;
    }
}
