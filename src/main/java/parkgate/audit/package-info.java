/** Who did what, why and when: one table that features write to in the transaction of what they do, and its list. */
@NullMarked
package parkgate.audit;

import org.jspecify.annotations.NullMarked;
