package parkgate;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import parkgate.alarm.AlarmKind;
import parkgate.alarm.Alarms;
import parkgate.core.CredentialId;
import parkgate.core.Reason;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.core.access.RightsAtLot;
import parkgate.core.code.Reading;
import parkgate.credential.CredentialDirectory;
import parkgate.credential.TotpPhones;
import parkgate.credential.TypedNumbers;
import parkgate.http.Problem;
import parkgate.place.PlaceDirectory;
import parkgate.place.PlaceType;
import parkgate.right.RecentRights;
import parkgate.right.RightsReader;
import parkgate.scan.Ports;
import parkgate.session.SessionFeature;

/** What the scan needs of the other features. */
final class ScanPorts {
    private ScanPorts() {}

    static Ports.Lots lots(PlaceDirectory places) {
        return new Ports.Lots() {
            @Override
            public Future<Lane> findLane(String laneId) {
                return places.findLane(laneId).map(lane -> present(lane, "lane"));
            }

            @Override
            public Future<LotRules> findRules(String lotId) {
                return places.findRules(lotId).map(rules -> present(rules, "lot"));
            }

            @Override
            public List<String> lotIds() {
                return PlacePorts.ofType(places, PlaceType.LOT)
                        .map(place -> place.id())
                        .toList();
            }
        };
    }

    private static <T> T present(Optional<T> found, String what) {
        return found.orElseThrow(() -> Problem.notFound("There is no such " + what + "."));
    }

    static Ports.Credentials credentials(CredentialDirectory directory, TypedNumbers numbers) {
        return new Ports.Credentials() {
            @Override
            public CredentialId root(CredentialId credential) {
                return directory.root(credential);
            }

            @Override
            public @Nullable Reason fault(CredentialId credential) {
                return directory.fault(credential);
            }

            @Override
            public boolean isDeadSince(CredentialId credential, Instant then) {
                return directory.isDeadSince(credential, then);
            }

            @Override
            public Future<Reading> readTyped(CredentialId typed, Instant now) {
                return numbers.read(typed, now);
            }
        };
    }

    static Ports.DoubleAdmits doubleAdmits(Alarms alarms) {
        return (lotId, laneId, sessionId) -> alarms.raise(
                AlarmKind.DOUBLE_ADMIT,
                lotId,
                laneId,
                "Cut off, this lane let a car in on a code that was inside already: session " + sessionId);
    }

    static Ports.Totp totp(TotpPhones phones) {
        return new Ports.Totp() {
            @Override
            public boolean isLockedOut(CredentialId credential, Instant now) {
                return phones.isLockedOut(credential, now);
            }

            @Override
            public void wrongValue(CredentialId credential, Instant now) {
                phones.wrongValue(credential, now);
            }

            @Override
            public void accepted(CredentialId credential, long step, Instant now) {
                phones.accepted(credential, step, now);
            }
        };
    }

    static Ports.Rights rights(RecentRights recent, RightsReader reader) {
        return new Ports.Rights() {
            @Override
            public long minVersion(CredentialId credential, CredentialId root) {
                return Math.max(recent.minVersion(credential), recent.minVersion(root));
            }

            @Override
            public Future<RightsAtLot> read(CredentialId credential, LotRules rules) {
                return reader.read(credential, rules);
            }
        };
    }

    static Ports.Sessions sessions(SessionFeature sessions) {
        return new Ports.Sessions() {
            @Override
            public Future<JsonObject> find(UUID sessionId) {
                return sessions.json(sessionId);
            }
        };
    }
}
