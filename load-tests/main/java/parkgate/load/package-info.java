/** Load tests: how much the service carries, against what it could be compared with. */
@NullMarked
package parkgate.load;

import org.jspecify.annotations.NullMarked;
