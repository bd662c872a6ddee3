/**
 * What is kept of people, and how it goes: by time, {@link parkgate.privacy.Retention}, and by a holder's wish,
 * {@link parkgate.privacy.HolderRoutes}. docs/PRIVACY.md says what is kept where.
 */
@NullMarked
package parkgate.privacy;

import org.jspecify.annotations.NullMarked;
