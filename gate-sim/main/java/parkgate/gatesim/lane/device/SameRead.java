package parkgate.gatesim.lane.device;

/** Whether a text is the one that was read a moment ago: a camera reads a code many times while it is held up. */
public final class SameRead {
    private final long withinMs;
    private String last = "";
    private long lastMs;

    public SameRead(long withinMs) {
        this.withinMs = withinMs;
    }

    /** True where this text was taken less than the time ago; else it is taken now. */
    public synchronized boolean isSame(String text, long nowMs) {
        if (text.equals(last) && nowMs - lastMs < withinMs) {
            return true;
        }
        last = text;
        lastMs = nowMs;
        return false;
    }
}
