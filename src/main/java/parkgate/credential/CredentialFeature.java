package parkgate.credential;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.SortedSet;
import parkgate.core.code.Signatures;
import parkgate.http.Api;
import parkgate.http.Scope;
import parkgate.postgres.Change;
import parkgate.postgres.ChangeFeed;
import parkgate.postgres.Database;
import parkgate.signing.Signer;

/** The feature, put together: its desk, its directory and its routes. */
public final class CredentialFeature {
    private final Credentials credentials;
    private final CodeText codes;
    private final CredentialDesk desk;
    private final CredentialDirectory directory;
    private final StatusLists statusLists;
    private final TotpPhones phones;
    private final TypedNumbers typedNumbers;
    private final Signer signer;
    private final Vertx vertx;
    private final InstantSource clock;
    private final MeterRegistry meters;

    /** Subscribes to {@code changes}, which is not followed yet. */
    public CredentialFeature(
            Vertx vertx,
            Database database,
            ChangeFeed changes,
            Signer signer,
            SecureRandom random,
            InstantSource clock,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.signer = signer;
        this.clock = clock;
        this.meters = meters;
        this.credentials = new PgCredentials(database.pool(), random);
        this.typedNumbers = new TypedNumbers(credentials, meters);
        this.codes = new CodeText(signer);
        this.phones = new TotpPhones(new PgTotpNotes(database.pool()), TotpPhones.DEFAULT_MAX, meters);
        this.desk = new CredentialDesk(credentials, codes, signer, phones, changes, random, clock);
        this.directory = new CredentialDirectory(database.pool(), clock, CredentialDirectory.DEFAULT_MAX, meters);
        this.statusLists = new StatusLists(vertx, database.pool(), directory.bits(), signer, clock, meters);
        changes.subscribe(Set.of(Change.Kind.CREDENTIAL), directory::apply);
        changes.subscribe(Set.of(Change.Kind.TOTP), phones::apply);
    }

    /** Loads what this instance keeps; between the feed's {@code open} and its {@code follow}. */
    public Future<Void> load() {
        return directory.load().compose(loaded -> phones.load(clock.instant()));
    }

    /**
     * Answers the contract's operations of this feature.
     *
     * @param scope which places a key is for
     * @param publicUrl where phones find this service, without a slash at its end
     */
    public void mount(Api api, Signatures signatures, Scope scope, String publicUrl) {
        CredentialReach reach = new CredentialReach(credentials, scope);
        new CredentialRoute(desk, reach, phones, clock, publicUrl).mount(api);
        new DeviceRoute(desk, signatures, vertx, clock).mount(api);
        new RecoverRoute(desk, api.wrongKeys(), publicUrl).mount(api);
        new PictureRoute(reach, codes, vertx, meters).mount(api);
        new GoogleWalletRoute(reach, codes, clock).mount(api);
        new PublicKeysRoute(signer, clock).mount(api);
        new StatusListRoute(statusLists, publicUrl).mount(api);
    }

    /** Shards of the status list that have a dead credential. From any thread, as the next two. */
    public SortedSet<Integer> deadShards() {
        return directory.bits().numbers();
    }

    /** As long as it is the same, so are the bits of a shard. */
    public long deadChange(int shard) {
        return directory.bits().change(shard);
    }

    /** The bits of a shard, the first in the least significant bit of the first byte; a fresh copy. */
    public byte[] deadBits(int shard) {
        return directory.bits().moment(shard).bits().getBytes();
    }

    public CredentialDesk desk() {
        return desk;
    }

    public CredentialDirectory directory() {
        return directory;
    }

    public TypedNumbers typedNumbers() {
        return typedNumbers;
    }

    public TotpPhones phones() {
        return phones;
    }
}
