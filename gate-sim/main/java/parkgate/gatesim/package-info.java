/** The gate simulator: a world of lots, drivers and codes that speaks to the service over HTTP alone. */
@NullMarked
package parkgate.gatesim;

import org.jspecify.annotations.NullMarked;
