/** Redis through Lettuce, on the event loop of those who call it. Knows functions and keys, no feature. */
@NullMarked
package parkgate.redis;

import org.jspecify.annotations.NullMarked;
