/** The simulator's own book: where every car is, what each scan is to be answered, and what differed. */
@NullMarked
package parkgate.gatesim.ledger;

import org.jspecify.annotations.NullMarked;
