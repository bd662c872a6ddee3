/** The pages that people use: what they consist of, and what a driver's own page asks. */
@NullMarked
package parkgate.page;

import org.jspecify.annotations.NullMarked;
