/** The processes that a load needs around it. */
@NullMarked
package parkgate.load.stage;

import org.jspecify.annotations.NullMarked;
