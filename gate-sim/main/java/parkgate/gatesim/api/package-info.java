/** The service's HTTP contract, as a client sees it: calls, answers, and how often to ask again. */
@NullMarked
package parkgate.gatesim.api;

import org.jspecify.annotations.NullMarked;
