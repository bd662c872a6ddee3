package parkgate.gatesim.lane.offline;

/** A pack that a lane does not take, with why: the one that it holds stays. */
public final class PackRefused extends Exception {
    public PackRefused(String why) {
        super("the offline pack is refused: " + why);
    }
}
