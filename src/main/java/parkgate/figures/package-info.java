/**
 * What lots' events add up to: figures for those who run them, and their health, also for everyone where a lot is public. Only reads;
 * a few at a time, so that scans and lists never wait behind them.
 */
@NullMarked
package parkgate.figures;

import org.jspecify.annotations.NullMarked;
