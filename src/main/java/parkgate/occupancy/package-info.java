/**
 * How full it is: counts of lots and their sums, live streams of them, counts set by hand, and the plain page that shows
 * them. Lots are counted at the gates, elsewhere; here they are read, added up and shown.
 */
@NullMarked
package parkgate.occupancy;

import org.jspecify.annotations.NullMarked;
