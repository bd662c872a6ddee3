/** The lot protocol of docs/protocol, held against its model and against the real servers. */
@NullMarked
package parkgate.protocol;

import org.jspecify.annotations.NullMarked;
