/** What the service says of itself: meters for Prometheus, whether it lives and whether it can take scans. */
@NullMarked
package parkgate.telemetry;

import org.jspecify.annotations.NullMarked;
