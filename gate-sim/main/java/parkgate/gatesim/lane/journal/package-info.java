/** What a lane keeps on disk: what it decided by itself, until the service has it, and whom it let in. */
@NullMarked
package parkgate.gatesim.lane.journal;

import org.jspecify.annotations.NullMarked;
