package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import parkgate.core.access.Right;
import parkgate.right.ImportFile.LineError;

class ImportFileTest {
    private static final String HEADER =
            "credentialId,placeId,type,validFrom,validUntil,recurring,poolId,offlinePolicy\n";

    @Test
    void a_line_is_a_right() {
        ImportFile file = read(
                HEADER + "7KJ3M0Q2X4Y6Z8AB,lot,STAFF,2026-11-22T08:00:00+08:00,,"
                        + "\"[{\"\"days\"\":[\"\"MON\"\"],\"\"from\"\":\"\"18:00\"\",\"\"to\"\":\"\"08:00\"\"}]\",pool,NEVER\n");
        assertEquals(List.of(), file.errors());
        ImportFile.Row row = file.rows().get(0);
        assertEquals(2, row.line());
        assertEquals("7KJ3M0Q2X4Y6Z8AB", row.credentialId());
        assertEquals("lot", row.placeId());
        assertEquals(Right.Type.STAFF, row.terms().type());
        assertEquals(Instant.parse("2026-11-22T00:00:00Z"), row.terms().from());
        assertEquals(null, row.terms().until());
        assertEquals(1, row.terms().windows().size());
        assertEquals("pool", row.terms().poolId());
        assertEquals(OfflinePolicy.NEVER, row.terms().offline());
    }

    @Test
    void every_wrong_field_is_named_with_its_line() {
        ImportFile file = read(HEADER
                + "me,lot,PERMIT,,,,,\n"
                + "7KJ3M0Q2X4Y6Z8AB,,BOSS,,,,,\n"
                + "7KJ3M0Q2X4Y6Z8AB,lot,PERMIT,soon,,,,\n"
                + "7KJ3M0Q2X4Y6Z8AB,lot,PERMIT,2027-01-01T00:00:00Z,2026-01-01T00:00:00Z,,,\n"
                + "7KJ3M0Q2X4Y6Z8AB,lot,PERMIT,,,[1],,\n"
                + "7KJ3M0Q2X4Y6Z8AB,lot,PERMIT,,,,,SOMETIMES\n"
                + "7KJ3M0Q2X4Y6Z8AB,lot\n");
        assertEquals(
                List.of(
                        "2 credentialId",
                        "3 type",
                        "3 placeId",
                        "4 validFrom",
                        "5 validUntil",
                        "6 recurring",
                        "7 offlinePolicy",
                        "8 "),
                file.errors().stream()
                        .map(error -> error.line() + " " + error.field())
                        .toList());
        assertEquals(List.of(), file.rows());
    }

    @Test
    void a_file_without_its_columns_is_refused_whole() {
        assertEquals(
                List.of(
                        new LineError(1, "", "there is no column \"plate\""),
                        new LineError(1, "type", "is a column that is needed")),
                read("credentialId,placeId,plate\na,b,c\n").errors());
        assertEquals(
                "stands there twice",
                read("credentialId,placeId,type,type\n").errors().get(0).detail());
        assertEquals(1, read("").errorCount());
        assertEquals(1, read(HEADER).errorCount(), "no right in it");
        assertEquals(
                "the file is not UTF-8",
                ImportFile.read(Buffer.buffer(new byte[] {(byte) 0xff}))
                        .errors()
                        .get(0)
                        .detail());
    }

    @Test
    void rights_and_errors_are_bounded() {
        String line = "7KJ3M0Q2X4Y6Z8AB,lot,PERMIT\n";
        ImportFile file = read("credentialId,placeId,type\n" + line.repeat(ImportFile.MAX_ROWS + 2));
        assertEquals(ImportFile.MAX_ROWS, file.rows().size());
        assertEquals(1, file.errorCount());
        ImportFile wrong = read("credentialId,placeId,type\n" + ",,\n".repeat(2_000));
        assertEquals(6_000, wrong.errorCount());
        assertEquals(ImportFile.MAX_ERRORS, wrong.errors().size());
    }

    @Property
    void whatever_the_bytes_are_they_are_rights_or_errors(@ForAll byte[] bytes) {
        ImportFile file = ImportFile.read(Buffer.buffer(HEADER).appendBytes(bytes));
        assertTrue(file.errorCount() > 0 || !file.rows().isEmpty());
    }

    private static ImportFile read(String text) {
        return ImportFile.read(Buffer.buffer(text));
    }
}
