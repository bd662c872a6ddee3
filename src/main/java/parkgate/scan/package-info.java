/**
 * A scan at a gate becomes a session: the route, the one Redis call that decides, the recorder that commits, and what
 * heals a lot when Redis forgot. The way of a scan is {@link parkgate.scan.ScanRoute}, docs/protocol/RULES.md and
 * redis/access.lua.
 */
@NullMarked
package parkgate.scan;

import org.jspecify.annotations.NullMarked;
