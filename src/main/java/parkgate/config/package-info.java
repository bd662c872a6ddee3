/** Settings: read once at start, checked as a whole, one line for each mistake; and the files that hold secrets. */
@NullMarked
package parkgate.config;

import org.jspecify.annotations.NullMarked;
