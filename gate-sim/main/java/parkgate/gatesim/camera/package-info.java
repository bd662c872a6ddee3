/** Codes as pictures: drawn, disturbed as a camera would, and read back. */
@NullMarked
package parkgate.gatesim.camera;

import org.jspecify.annotations.NullMarked;
