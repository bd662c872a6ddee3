package parkgate.core.access;

import java.util.List;
import parkgate.core.CredentialId;

/**
 * What PostgreSQL said of one credential at one lot, to be kept beside the lot in Redis.
 *
 * @param version of the change log when it was read: every change up to it is in here
 * @param known false when no such credential was ever issued
 * @param root the credential that heads the chain of re-issues
 * @param rights that name the lot or a place that it lies in, ended ones too; at most {@link #MAX_RIGHTS}
 */
public record RightsAtLot(long version, boolean known, CredentialId root, List<Right> rights) {

    /** One credential's rights at one lot; more are refused when they are given out. */
    public static final int MAX_RIGHTS = 16;

    public RightsAtLot {
        rights = List.copyOf(rights);
    }
}
