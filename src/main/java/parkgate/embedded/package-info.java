/** The embedded default: a real PostgreSQL and a real Redis of our own in the data folder. Blocking; never on an event loop. */
@NullMarked
package parkgate.embedded;

import org.jspecify.annotations.NullMarked;
