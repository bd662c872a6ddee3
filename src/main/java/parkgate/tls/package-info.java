/** The certificate that the door shows and those that lanes show: PEM files, read again when they change. */
@NullMarked
package parkgate.tls;

import org.jspecify.annotations.NullMarked;
