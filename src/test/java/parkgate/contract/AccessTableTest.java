package parkgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/ACCESS.md} against the contract; {@code -Daccess.write=true} writes it anew. */
class AccessTableTest {
    private static final Path PAGE = Path.of("..", "docs", "ACCESS.md");
    private static final String HEAD =
            "| call | no key | lane | ops | api | admin | office, operator | attendant | auditor |";
    private static final Set<String> OFFICES = Set.of("CITY", "DISTRICT", "LOT_OPERATOR");

    private static List<String> table() {
        List<String> lines = new ArrayList<>(List.of(HEAD, "|---|:-:|:-:|:-:|:-:|:-:|:-:|:-:|:-:|"));
        for (Operation operation : Document.current().operations()) {
            StringBuilder line =
                    new StringBuilder("| `" + operation + "` |").append(operation.keyless() ? " ✓ |" : " |");
            for (String kind : List.of("lane", "ops", "api", "admin")) {
                line.append(operation.open() || operation.kinds().contains(kind) ? " ✓ |" : " |");
            }
            for (String role : List.of("LOT_OPERATOR", "ATTENDANT", "AUDITOR")) {
                line.append(operation.open() || operation.roles().contains(role) ? " ✓ |" : " |");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Test
    void who_has_signed_in_for_an_office_or_an_operator_may_what_an_ops_key_may() {
        for (Operation operation : Document.current().operations()) {
            Set<String> offices = new TreeSet<>(operation.roles());
            offices.retainAll(OFFICES);
            assertTrue(
                    offices.isEmpty() || offices.equals(OFFICES),
                    () -> operation + ": CITY, DISTRICT and LOT_OPERATOR alike");
            assertTrue(
                    !operation.kinds().contains("ops") || offices.equals(OFFICES),
                    () -> operation + " takes an ops key: beside it, as another alternative of its security,"
                            + " {staffSession: [CITY, DISTRICT, LOT_OPERATOR]}, and ATTENDANT, AUDITOR where they may");
        }
    }

    @Test
    void an_auditor_changes_nothing() {
        for (Operation operation : Document.current().operations()) {
            boolean own = operation.forPeopleOnly();
            boolean reads = operation.method().equals("GET") || operation.id().equals("find");
            assertTrue(own || reads || !operation.roles().contains("AUDITOR"), operation::toString);
        }
    }

    @Test
    void the_page_says_who_may_call_what_as_the_contract_does() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        int from = page.indexOf(HEAD);
        int to = from;
        while (to < page.size() && page.get(to).startsWith("|")) {
            to++;
        }
        if (Boolean.getBoolean("access.write")) {
            List<String> written = new ArrayList<>(page.subList(0, from));
            written.addAll(table());
            written.addAll(page.subList(to, page.size()));
            Files.write(PAGE, written);
            return;
        }
        assertEquals(String.join("\n", table()), String.join("\n", page.subList(from, to)));
    }
}
