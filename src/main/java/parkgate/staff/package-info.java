/**
 * People who sign in: their accounts, passwords and sessions. A session speaks for an ops key of the person's binding, as far as
 * the role may; what that is, the contract says beside each operation.
 */
@NullMarked
package parkgate.staff;

import org.jspecify.annotations.NullMarked;
