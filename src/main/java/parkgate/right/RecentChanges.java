package parkgate.right;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import parkgate.core.CredentialId;

/**
 * The version of the last change to each credential that was changed lately; of all others only that it is not above the
 * floor. Bounded: the longest unchanged is dropped, and the floor rises to it. One writes at a time, any may read.
 */
final class RecentChanges {
    private final int most;
    private final Map<String, Long> newest = new ConcurrentHashMap<>();
    private final TreeMap<Long, String> byVersion = new TreeMap<>();
    private volatile long floor;

    /** @param most credentials remembered, 1 or more */
    RecentChanges(int most) {
        this.most = most;
    }

    /** Notes that nothing is known of changes up to a version. */
    synchronized void forgetUpTo(long version) {
        floor = Math.max(floor, version);
    }

    /** Notes a change. Repeating it, or an older one after a newer one, does no harm. */
    synchronized void changed(String credential, long version) {
        Long before = newest.get(credential);
        if (before != null && before >= version) {
            return;
        }
        newest.put(credential, version);
        byVersion.put(version, credential);
        if (before != null) {
            byVersion.remove(before);
        }
        while (byVersion.size() > most) {
            Map.Entry<Long, String> oldest = byVersion.firstEntry();
            // The floor first: who no longer finds the credential must find the floor at its last change.
            forgetUpTo(oldest.getKey());
            newest.remove(oldest.getValue());
            byVersion.remove(oldest.getKey());
        }
    }

    /** The lowest version that a copy of the credential's rights must carry to hold every change noted here. */
    long minVersion(CredentialId credential) {
        Long known = newest.get(credential.text());
        return known == null ? floor : known;
    }

    int size() {
        return newest.size();
    }

    long floor() {
        return floor;
    }
}
