/** What a run says at its end. */
@NullMarked
package parkgate.load.report;

import org.jspecify.annotations.NullMarked;
