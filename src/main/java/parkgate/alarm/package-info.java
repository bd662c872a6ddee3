/** What somebody should look at: raised and cleared by whoever notices, listed for operators. One table, one list. */
@NullMarked
package parkgate.alarm;

import org.jspecify.annotations.NullMarked;
