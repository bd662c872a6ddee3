@NullMarked
package parkgate;

import org.jspecify.annotations.NullMarked;
