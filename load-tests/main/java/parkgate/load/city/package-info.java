/** The places, lanes and credentials that a load is made of. */
@NullMarked
package parkgate.load.city;

import org.jspecify.annotations.NullMarked;
