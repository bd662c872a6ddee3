/** A lane's line to the service: requests with a limit on time, the circuit that opens in an outage, commands, uploads. */
@NullMarked
package parkgate.gatesim.lane.line;

import org.jspecify.annotations.NullMarked;
