/** "Why was I refused?": a driver's one message about one decision, and the operator's answer. */
@NullMarked
package parkgate.message;

import org.jspecify.annotations.NullMarked;
