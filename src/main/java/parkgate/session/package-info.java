/**
 * What was: stays and scans, as PostgreSQL holds them, listed newest first; and the end of a stay by hand. Reads the
 * tables {@code session}, {@code access_event} and {@code scan_denial}; writes none of them.
 */
@NullMarked
package parkgate.session;

import org.jspecify.annotations.NullMarked;
