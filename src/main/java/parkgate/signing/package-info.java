/** Keys and signature libraries: the key file, who signs and who verifies, and what the public may know of the keys. */
@NullMarked
package parkgate.signing;

import org.jspecify.annotations.NullMarked;
