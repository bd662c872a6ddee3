/** What hangs on a lane's computer: scanners, loops, the barrier, the display. */
@NullMarked
package parkgate.gatesim.lane.device;

import org.jspecify.annotations.NullMarked;
