package parkgate.load.report;

import io.vertx.core.json.JsonObject;

/** A picture of a report: what it shows, and how it looks. */
public interface Drawing {
    /** A file's name in part: {@code [a-z0-9-]+}. */
    String id();

    String title();

    /** A whole SVG document. It asks for no font: its texts are outlines. */
    String svg();

    /** The figures that it was drawn from. */
    JsonObject json();
}
