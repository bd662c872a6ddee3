/**
 * Places, keys, drivers and histories written straight into PostgreSQL, where the API would take minutes. Knows the service's
 * tables and signs with its key file, so it stands apart from what sends and checks.
 */
@NullMarked
package parkgate.load.seed;

import org.jspecify.annotations.NullMarked;
