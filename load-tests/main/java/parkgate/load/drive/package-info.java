/** When requests go out, and what became of them. */
@NullMarked
package parkgate.load.drive;

import org.jspecify.annotations.NullMarked;
