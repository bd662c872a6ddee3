/**
 * The gate itself: what it says of itself (heartbeats), what it is told (commands, opening by hand), and whether it is
 * still there.
 */
@NullMarked
package parkgate.lane;

import org.jspecify.annotations.NullMarked;
