/**
 * The service's parts on their own, by JMH: reading, signing and drawing a code, each with the libraries that could do it.
 * They choose libraries; how fast the service is, is measured from outside.
 */
@NullMarked
package parkgate.bench;

import org.jspecify.annotations.NullMarked;
