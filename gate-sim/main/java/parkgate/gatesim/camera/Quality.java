package parkgate.gatesim.camera;

/** How well a driver holds a code to the scanner. */
public enum Quality {
    /** Held still, in even light. */
    GOOD,
    /** Turned and tilted, a little out of focus. */
    FAIR,
    /** Moving, dark, with glare: a scanner needs several pictures. */
    POOR,
    /** Half hidden behind a hand: no scanner reads it. */
    HOPELESS
}
