/** Backup and restore of the embedded default, and the journal of what was revoked, which a restore needs. */
@NullMarked
package parkgate.backup;

import org.jspecify.annotations.NullMarked;
