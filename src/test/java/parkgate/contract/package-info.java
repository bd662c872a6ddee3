/** The contract as data for tests: its operations, requests made from its schemas, and what breaks between two of them. */
@NullMarked
package parkgate.contract;

import org.jspecify.annotations.NullMarked;
