/** What tests share: real servers, and short ways to ask them. */
@NullMarked
package parkgate.testing;

import org.jspecify.annotations.NullMarked;
