/** The demonstration city, and the lines that take a car through it. Made over HTTP, as any integrator would make it. */
@NullMarked
package parkgate.demo;

import org.jspecify.annotations.NullMarked;
