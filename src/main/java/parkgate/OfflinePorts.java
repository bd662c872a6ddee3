package parkgate;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import parkgate.core.access.Lane;
import parkgate.core.access.LotRules;
import parkgate.credential.CredentialFeature;
import parkgate.http.Problem;
import parkgate.offline.Ports;
import parkgate.place.PlaceDirectory;
import parkgate.place.StalePack;

/** What the lanes' packs need of the other features. */
final class OfflinePorts {
    private OfflinePorts() {}

    static Ports.Places places(PlaceDirectory places) {
        return new Ports.Places() {
            @Override
            public Future<Lane> findLane(String laneId) {
                return places.findLane(laneId).map(OfflinePorts::present);
            }

            @Override
            public Future<LotRules> findRules(String lotId) {
                return places.findRules(lotId).map(OfflinePorts::present);
            }

            @Override
            public String stalePack(String lotId) {
                return places.place(lotId)
                        .map(place -> place.stalePack())
                        .orElse(StalePack.ALWAYS_RIGHTS)
                        .name();
            }

            @Override
            public List<Lane> lanesOf(String lotId) {
                return places.lanesOf(lotId);
            }
        };
    }

    private static <T> T present(Optional<T> found) {
        return found.orElseThrow(() -> Problem.notFound("There is no such lane."));
    }

    static Ports.DeadCredentials dead(CredentialFeature credentials) {
        return () -> credentials.deadShards().stream()
                .map(number -> shard(credentials, number))
                .toList();
    }

    private static Ports.DeadShard shard(CredentialFeature credentials, int number) {
        return new Ports.DeadShard() {
            @Override
            public int number() {
                return number;
            }

            @Override
            public long change() {
                return credentials.deadChange(number);
            }

            @Override
            public byte[] bits() {
                return credentials.deadBits(number);
            }
        };
    }
}
