package parkgate.load.seed;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.load.city.Code;
import parkgate.load.city.LoadCity;
import parkgate.load.stage.Stage;
import parkgate.postgres.Migrations;
import parkgate.signing.KeyFile;
import parkgate.signing.KeyFileException;
import parkgate.signing.KeyRing;

/**
 * Makes a city of a load in seconds: rows as the API would have made them, copied into the tables, with codes signed by the
 * service's own key file. The change log is told of each place, lane and right, so that a service that runs notices as of
 * any other change; where there is none yet, schema and key file are made first, as it would. The audit is not told of drivers.
 */
public final class Seed implements AutoCloseable {
    /** From so many on their indexes are built afterwards. */
    private static final int MANY = 50_000;

    private final Connection connection;
    private final KeyRing keys;
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator dice = new SplittableRandom(new SecureRandom().nextLong());

    private Seed(Connection connection, KeyRing keys) {
        this.connection = connection;
        this.keys = keys;
    }

    /** On a stage's PostgreSQL, whether its service runs or not. */
    public static Seed on(Stage stage) {
        return on(stage.postgresUri(), stage.keyFile());
    }

    /**
     * On a PostgreSQL.
     *
     * @param keyFile of the service; made where there is none
     */
    public static Seed on(String postgresUri, Path keyFile) {
        try {
            Migrations.run(postgresUri);
            KeyRing keys = KeyFile.openOrMake(
                    keyFile, new SecureRandom(), InstantSource.system().instant());
            Connection connection = Migrations.connect(postgresUri);
            connection.setAutoCommit(false);
            return new Seed(connection, keys);
        } catch (SQLException | KeyFileException e) {
            throw new IllegalStateException("cannot seed", e);
        }
    }

    /** What all lots of a city have in common; {@code capacity} null: no limit. */
    public record Lots(int count, @Nullable Integer capacity, boolean confirmPassage) {
        /** Without a limit, and at lanes without a loop, where a grant is the passage. */
        public static Lots plain(int count) {
            return new Lots(count, null, false);
        }
    }

    /**
     * A city with one district and its lots, each with a lane in and a lane out: {@code name-0-ENTRY}, {@code name-0-EXIT}, ….
     *
     * @param name the beginning of its ids, {@code [A-Za-z0-9]}
     */
    public List<LoadCity.Lot> city(String name, Lots lots) {
        List<LoadCity.Lot> made = new ArrayList<>(lots.count());
        List<LaneKey> in = new ArrayList<>();
        List<LaneKey> out = new ArrayList<>();
        for (int i = 0; i < lots.count(); i++) {
            in.add(new LaneKey(name + "-" + i + "-ENTRY", dice));
            out.add(new LaneKey(name + "-" + i + "-EXIT", dice));
            made.add(new LoadCity.Lot(
                    name + "-" + i, in.get(i).text(), out.get(i).text()));
        }
        return inOne(() -> {
            long version = versions(2 + 3L * lots.count());
            try (Rows places = new Rows(
                    connection, "place (id, type, parent_id, name, time_zone, capacity, operator_id, version)")) {
                places.add(name, "CITY", null, "Load", "Asia/Shanghai", null, null, version + 1);
                places.add(name + "-d", "DISTRICT", name, "Load", null, null, null, version + 2);
                for (int i = 0; i < lots.count(); i++) {
                    places.add(
                            name + "-" + i,
                            "LOT",
                            name + "-d",
                            "Load",
                            null,
                            lots.capacity(),
                            "load",
                            version + 3 + 3L * i);
                }
                places.end();
            }
            try (Rows lanes = new Rows(connection, "lane (id, lot_id, direction, confirm_passage, version)")) {
                for (int i = 0; i < lots.count(); i++) {
                    String lot = name + "-" + i;
                    long first = version + 4 + 3L * i;
                    lanes.add(in.get(i).laneId(), lot, "ENTRY", lots.confirmPassage(), first);
                    lanes.add(out.get(i).laneId(), lot, "EXIT", lots.confirmPassage(), first + 1);
                }
                lanes.end();
            }
            keys(in);
            keys(out);
            try (Rows changes = changes()) {
                changes.add(version + 1, "PLACE", name);
                changes.add(version + 2, "PLACE", name + "-d");
                for (int i = 0; i < lots.count(); i++) {
                    changes.add(version + 3 + 3L * i, "PLACE", name + "-" + i);
                    changes.add(version + 4 + 3L * i, "LANE", in.get(i).laneId());
                    changes.add(version + 5 + 3L * i, "LANE", out.get(i).laneId());
                }
                changes.end();
            }
            return made;
        });
    }

    /** So many more lanes in at each of these lots, {@code lotId-MORE-0}, …; a key of each. */
    public List<String> moreLanes(List<LoadCity.Lot> lots, int each) {
        List<LaneKey> made = new ArrayList<>(lots.size() * each);
        return inOne(() -> {
            long version = versions((long) lots.size() * each);
            try (Rows lanes = new Rows(connection, "lane (id, lot_id, direction, confirm_passage, version)")) {
                for (LoadCity.Lot lot : lots) {
                    for (int i = 0; i < each; i++) {
                        made.add(new LaneKey(lot.lotId() + "-MORE-" + i, dice));
                        lanes.add(
                                made.get(made.size() - 1).laneId(), lot.lotId(), "ENTRY", false, version + made.size());
                    }
                }
                lanes.end();
            }
            keys(made);
            try (Rows changes = changes()) {
                for (int i = 0; i < made.size(); i++) {
                    changes.add(version + 1 + i, "LANE", made.get(i).laneId());
                }
                changes.end();
            }
            return made.stream().map(LaneKey::text).toList();
        });
    }

    /** So many drivers with a code of this class (S, T or D), each with a right to the whole city. */
    public List<Code> drivers(String city, char codeClass, int count) {
        return drivers(city, codeClass, count, count);
    }

    /**
     * So many credentials of this class, each with a right to the whole city, and the codes of some of them, spread evenly.
     *
     * @param coming whose code is made, at most {@code rights}
     */
    public List<Code> drivers(String city, char codeClass, int rights, int coming) {
        Drivers drivers = new Drivers(keys, codeClass, clock.instant(), dice);
        return inOne(() -> {
            List<Drivers.Driver> all = drivers.make(rights, newShard());
            long version = versions(rights);
            try (Statement statement = connection.createStatement()) {
                Bare bare = new Bare(connection, statement, rights >= MANY, List.of("credential", "access_right"));
                drivers.write(connection, all);
                give(city, all, version);
                bare.restore();
            }
            List<Drivers.Driver> chosen = new ArrayList<>(coming);
            for (long i = 0; i < coming; i++) {
                chosen.add(all.get((int) (i * rights / coming)));
            }
            return drivers.codes(chosen);
        });
    }

    /** A credential that was revoked so long ago, as if it had been so ever since. */
    public void revoked(String credentialId, Duration ago) {
        inOne(() -> {
            try (PreparedStatement revoked = connection.prepareStatement(
                    "update credential set status = 'REVOKED', revoked_at = now() - make_interval(secs => ?) where id = ?")) {
                revoked.setDouble(1, (double) ago.toSeconds());
                revoked.setString(2, credentialId);
                revoked.executeUpdate();
            }
            long version = versions(1);
            try (Rows changes = changes()) {
                changes.add(version + 1, "CREDENTIAL", credentialId);
                changes.end();
            }
            return credentialId;
        });
    }

    /**
     * What the lots of a city have behind them: so many events (or a few fewer, for whole stays), of these drivers in turn.
     *
     * @param lots all of the city, of which nothing has happened yet
     * @return how many events there are
     */
    public long history(String city, int lots, List<Code> drivers, long events) {
        return inOne(() -> new History(connection).write(city, lots, drivers, events));
    }

    private void give(String city, List<Drivers.Driver> all, long version) throws SQLException {
        try (Rows rights = new Rows(connection, "access_right (id, root_id, place_id, type, version)")) {
            long next = version;
            for (Drivers.Driver driver : all) {
                next++;
                rights.add(
                        new UUID(dice.nextLong(), dice.nextLong()), driver.id().text(), city, "PERMIT", next);
            }
            rights.end();
        }
        try (Rows changes = changes()) {
            long next = version;
            for (Drivers.Driver driver : all) {
                next++;
                changes.add(next, "RIGHT", driver.id().text());
            }
            changes.end();
        }
    }

    /**
     * Cars inside these lots, where nobody was before; each driver has a right there. Before the service looks at a lot.
     *
     * @param lots the first car is at the first one, the next at the next, and so on in turn
     */
    public void carsInside(List<LoadCity.Lot> lots, List<Code> cars) {
        inOne(() -> {
            CarsInside.put(connection, lots, cars);
            return cars;
        });
    }

    /** The first bit of a shard of the status list of which nobody has one. */
    private long newShard() throws SQLException {
        return number("select ((coalesce(max(status_index), -1) >> 20) + 1) << 20 from credential");
    }

    private void keys(List<LaneKey> made) throws SQLException {
        try (Rows rows = new Rows(connection, "access_key (id, kind, secret_sha256, lane_id)")) {
            for (LaneKey key : made) {
                rows.add(key.keyId(), "lane", key.secretSha256(), key.laneId());
            }
            rows.end();
        }
    }

    private Rows changes() throws SQLException {
        return new Rows(connection, "change (version, kind, subject)");
    }

    /** So many numbers of the change log, those after what this gives; nobody else gets one until the commit. */
    private long versions(long many) throws SQLException {
        return number("update change_head set version = version + " + many + " returning version - " + many);
    }

    private long number(String statement) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(statement);
                ResultSet row = asked.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The newest version of the change log: a service that has applied it has noticed all that was made here. */
    public long version() {
        return inOne(() -> number("select version from change_head"));
    }

    /** Steps that stand together or not at all. */
    interface Steps<T> {
        T take() throws SQLException;
    }

    /** In one transaction; then whoever follows the change log is told. */
    private <T> T inOne(Steps<T> steps) {
        try {
            T result = steps.take();
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_notify('parkgate_change', version::text) from change_head");
            }
            connection.commit();
            return result;
        } catch (SQLException e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw new IllegalStateException("cannot seed", e);
        }
    }

    /** As after a long life: what the planner knows of the tables is up to date, and what was written is on disk. */
    public void settle() {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("vacuum analyze");
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot settle what was seeded", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the connection", e);
        }
    }
}
