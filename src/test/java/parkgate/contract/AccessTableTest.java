package parkgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/ACCESS.md} against the contract; {@code -Daccess.write=true} writes it anew. */
class AccessTableTest {
    private static final Path PAGE = Path.of("..", "docs", "ACCESS.md");
    private static final String HEAD = "| call | no key | lane | ops | api | admin |";

    private static List<String> table() {
        List<String> lines = new ArrayList<>(List.of(HEAD, "|---|:-:|:-:|:-:|:-:|:-:|"));
        for (Operation operation : Document.current().operations()) {
            StringBuilder line =
                    new StringBuilder("| `" + operation + "` |").append(operation.keyless() ? " ✓ |" : " |");
            for (String kind : List.of("lane", "ops", "api", "admin")) {
                boolean open = operation.kinds().isEmpty();
                line.append(open || operation.kinds().contains(kind) ? " ✓ |" : " |");
            }
            lines.add(line.toString());
        }
        return lines;
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
