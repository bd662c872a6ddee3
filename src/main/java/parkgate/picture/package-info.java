/** A code as a picture: QR symbols as PNG and SVG. Draws any text that fits; knows nothing of what it means. */
@NullMarked
package parkgate.picture;

import org.jspecify.annotations.NullMarked;
