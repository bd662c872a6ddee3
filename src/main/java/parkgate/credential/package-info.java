/** Credentials: issued, claimed by a phone, shown again, revoked, re-issued, and known to every instance. */
@NullMarked
package parkgate.credential;

import org.jspecify.annotations.NullMarked;
