/**
 * The HTTP door: the contract of {@code openapi.yaml} made a router, requests read and checked, callers known, answers
 * and problems written. Knows no feature; features hand it handlers by operation id.
 */
@NullMarked
package parkgate.http;

import org.jspecify.annotations.NullMarked;
