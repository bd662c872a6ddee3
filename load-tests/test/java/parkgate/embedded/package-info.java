/** The door through which the fault bench gets the servers' executables. */
@NullMarked
package parkgate.embedded;

import org.jspecify.annotations.NullMarked;
