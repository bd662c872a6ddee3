/** PostgreSQL as the features use it: connections, migrations, statements in files, and the change log. */
@NullMarked
package parkgate.postgres;

import org.jspecify.annotations.NullMarked;
