/** What every room below may name: the field's words as types. JDK only: no clock, no dice, no I/O. */
@NullMarked
package parkgate.core;

import org.jspecify.annotations.NullMarked;
