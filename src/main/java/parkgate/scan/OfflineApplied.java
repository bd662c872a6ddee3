package parkgate.scan;

import parkgate.core.access.LotEvent;

/**
 * An event that the lot has, and of which PostgreSQL's word is awaited.
 *
 * @param fresh it was told of for the first time
 */
record OfflineApplied(OfflineItem item, LotEvent event, Standing standing, boolean fresh) {}
