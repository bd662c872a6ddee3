/** The lane controller: what runs on the little computer at a gate. It asks the service, and decides where none answers. */
@NullMarked
package parkgate.gatesim.lane;

import org.jspecify.annotations.NullMarked;
