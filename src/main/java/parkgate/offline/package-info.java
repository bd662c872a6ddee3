/** What lanes may decide by while they can ask nobody. */
@NullMarked
package parkgate.offline;

import org.jspecify.annotations.NullMarked;
