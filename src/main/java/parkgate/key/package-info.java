/** Access keys: who may call. Made, listed, revoked; read through and kept in memory for each request's question. */
@NullMarked
package parkgate.key;

import org.jspecify.annotations.NullMarked;
