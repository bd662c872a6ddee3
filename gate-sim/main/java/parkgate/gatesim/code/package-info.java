/** What drivers carry: phones that make class D codes, and paper. */
@NullMarked
package parkgate.gatesim.code;

import org.jspecify.annotations.NullMarked;
