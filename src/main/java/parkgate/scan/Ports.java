package parkgate.scan;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.core.access.RightsAtLot;
import parkgate.core.code.Reading;

/** What the scan needs of the other features; the wiring fills it in. */
public final class Ports {
    private Ports() {}

    /** Lots and lanes, from this instance's memory. */
    public interface Lots {
        /** A lane; one that another instance made a moment ago is looked up. Fails when there is none. */
        Future<Lane> findLane(String laneId);

        /** A lot's rules, likewise. */
        Future<LotRules> findRules(String lotId);

        /** Every lot of the service. */
        List<String> lotIds();
    }

    /** How credentials stand; from this instance's memory but for what is typed. */
    public interface Credentials {
        /** The head of its chain of re-issues: itself unless it was re-issued. */
        CredentialId root(CredentialId credential);

        /** REVOKED or REPLACED; null when it is neither. */
        @Nullable
        Reason fault(CredentialId credential);

        /** True when {@link #fault} has stood since {@code then} at least. */
        boolean isDeadSince(CredentialId credential, Instant then);

        /** What a typed number shows: presented as paper, or refused; read from PostgreSQL. */
        Future<Reading> readTyped(CredentialId typed, Instant now);
    }

    /** Class T credentials, from this instance's memory. */
    public interface Totp {
        /** True while too many wrong values were shown under its name. */
        boolean isLockedOut(CredentialId credential, Instant now);

        /** A wrong value was shown. */
        void wrongValue(CredentialId credential, Instant now);

        /** A value of this step opened an entry. */
        void accepted(CredentialId credential, long step, Instant now);
    }

    /** Rights, from PostgreSQL. */
    public interface Rights {
        /** The lowest version that a copy of this credential's rights must carry to be trusted; from memory. */
        long minVersion(CredentialId credential, CredentialId root);

        /** Reads them; fails when PostgreSQL is away. */
        Future<RightsAtLot> read(CredentialId credential, LotRules rules);
    }

    /** Sessions as the API shows them, from PostgreSQL. */
    public interface Sessions {
        Future<JsonObject> find(UUID sessionId);
    }

    /** Told of cars that lanes let in by themselves on a code that was inside already. */
    public interface DoubleAdmits {
        /** Returns at once; may be told of the same again. */
        void doubleAdmit(String lotId, String laneId, String sessionId);
    }

    /** Told of each sign of life of a lane. */
    public interface Heard {
        void heard(Lane lane, long atMs);
    }
}
