/** The physical world: lots, lanes, loops, barriers and the drivers who use them. */
@NullMarked
package parkgate.gatesim.world;

import org.jspecify.annotations.NullMarked;
