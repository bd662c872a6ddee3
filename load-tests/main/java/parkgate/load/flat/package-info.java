/** The same load on cities that differ in one thing, and what each thing takes of memory. */
@NullMarked
package parkgate.load.flat;

import org.jspecify.annotations.NullMarked;
