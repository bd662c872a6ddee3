/** HTTP/1.1 as a lane speaks it: one request at a time on a connection that stays. */
@NullMarked
package parkgate.load.wire;

import org.jspecify.annotations.NullMarked;
