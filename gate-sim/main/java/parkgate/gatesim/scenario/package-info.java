/** Scenario files, and the plan that a seed makes of one. */
@NullMarked
package parkgate.gatesim.scenario;

import org.jspecify.annotations.NullMarked;
