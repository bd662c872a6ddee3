package parkgate.signing;

import java.util.List;

/**
 * The public keys of a version.
 *
 * @param version whoever has seen a higher one refuses this; 0 where nobody counts
 */
public record KeySet(long version, List<PublicKeyInfo> keys) {
    public KeySet {
        keys = List.copyOf(keys);
    }
}
