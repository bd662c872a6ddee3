/** Who may do what where and when: rights given to credentials, and how a scan learns of them. */
@NullMarked
package parkgate.right;

import org.jspecify.annotations.NullMarked;
