/** What a lane decides by itself: the signed pack, what it remembers, and rules that are pure. */
@NullMarked
package parkgate.gatesim.lane.offline;

import org.jspecify.annotations.NullMarked;
