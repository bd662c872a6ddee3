/** What the service is compared with. */
@NullMarked
package parkgate.load.baseline;

import org.jspecify.annotations.NullMarked;
