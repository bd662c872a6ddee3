package parkgate.load.seed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A table without what is checked, indexed and written down for each row, while very many are put into it: afterwards the
 * same is there again, checked and built over all of them at once. In the caller's transaction.
 */
final class Bare {
    private static final String FOREIGN_KEYS =
            "select conname, pg_get_constraintdef(oid) from pg_constraint where conrelid = ?::regclass and contype = 'f'";
    /** But for those that another table's foreign key needs. */
    private static final String UNIQUE =
            "select conname, pg_get_constraintdef(oid) from pg_constraint c where conrelid = ?::regclass and contype in ('p', 'u')"
                    + " and not exists (select from pg_constraint f where f.contype = 'f' and f.conindid = c.conindid)";

    private static final String INDEXES =
            "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index i where indrelid = ?::regclass"
                    + " and not exists (select from pg_constraint c where c.conindid = i.indexrelid)";

    private final Statement statement;
    private final List<String> tables;
    private final List<String> again = new ArrayList<>();

    /** {@code withIndexes}: worth it where the rows that come are no fewer than those that are there. */
    Bare(Connection connection, Statement statement, boolean withIndexes, List<String> tables) throws SQLException {
        this.statement = statement;
        this.tables = List.copyOf(tables);
        for (String table : tables) {
            statement.execute("alter table " + table + " disable trigger user");
            takeConstraints(connection, table, FOREIGN_KEYS);
        }
        for (String table : tables) {
            if (withIndexes) {
                takeConstraints(connection, table, UNIQUE);
                takeIndexes(connection, table);
            }
        }
    }

    private void takeConstraints(Connection connection, String table, String which) throws SQLException {
        for (String[] one : definitions(connection, which, table)) {
            statement.execute("alter table " + table + " drop constraint " + one[0]);
            // What others refer to comes back first.
            again.add(
                    which.equals(UNIQUE) ? 0 : again.size(),
                    "alter table " + table + " add constraint " + one[0] + " " + one[1]);
        }
    }

    private void takeIndexes(Connection connection, String table) throws SQLException {
        for (String[] one : definitions(connection, INDEXES, table)) {
            statement.execute("drop index " + one[0]);
            again.add(one[1]);
        }
    }

    private static List<String[]> definitions(Connection connection, String which, String table) throws SQLException {
        try (PreparedStatement asked = connection.prepareStatement(which)) {
            asked.setString(1, table);
            try (ResultSet rows = asked.executeQuery()) {
                List<String[]> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(new String[] {rows.getString(1), rows.getString(2)});
                }
                return all;
            }
        }
    }

    /** Puts all of it back. */
    void restore() throws SQLException {
        statement.execute("set local maintenance_work_mem = '512MB'");
        for (String definition : again) {
            statement.execute(definition);
        }
        for (String table : tables) {
            statement.execute("alter table " + table + " enable trigger user");
        }
    }
}
