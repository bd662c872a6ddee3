/** The rules of a lot as values: what is asked, what is answered, what changes. JDK only: no clock, no dice, no I/O. */
@NullMarked
package parkgate.core.access;

import org.jspecify.annotations.NullMarked;
