/** Cities, districts, lots, areas, lanes and pools: set by their operators, kept in every instance's memory. */
@NullMarked
package parkgate.place;

import org.jspecify.annotations.NullMarked;
