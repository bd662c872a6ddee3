package parkgate.telemetry;

/** What one check of {@link Readiness} found. */
public sealed interface Finding {
    /** Nothing to say. */
    record Good() implements Finding {}

    /** Scans can be taken; {@code text} is what whoever runs the service should know. */
    record Note(String text) implements Finding {}

    /** Scans cannot be taken, and why. */
    record Missing(String text) implements Finding {}
}
