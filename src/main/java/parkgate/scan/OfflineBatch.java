package parkgate.scan;

import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.core.access.NameUuid;

/**
 * What all scans of a batch have in common.
 *
 * @param nowMs when it was told, unix milliseconds
 */
record OfflineBatch(OfflineUploads.Parts parts, Lane lane, LotRules rules, long nowMs) {
    String lotId() {
        return rules.lotId();
    }

    String decisionId(OfflineItem item) {
        return NameUuid.decisionId(lotId(), item.key()).toString();
    }
}
