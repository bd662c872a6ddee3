/**
 * The fault bench: real instances, PostgreSQL and Redis as processes of its own, lanes that keep an exact history of what
 * they asked and were told, a schedule of faults that follows from a seed, and a checker that reads history, PostgreSQL and
 * Redis afterwards and says which promise was broken. docs/faults.md explains it.
 */
@NullMarked
package parkgate.faults;

import org.jspecify.annotations.NullMarked;
