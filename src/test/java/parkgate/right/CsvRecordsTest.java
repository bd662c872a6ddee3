package parkgate.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CsvRecordsTest {
    @Test
    void fields_are_those_of_rfc_4180() {
        CsvRecords records = new CsvRecords("a,b,c\r\n\"x, \"\"y\"\"\",,\"two\nlines\"\n\nlast,line,\n");
        assertEquals(List.of("a", "b", "c"), records.next());
        assertEquals(1, records.line());
        assertEquals(List.of("x, \"y\"", "", "two\nlines"), records.next());
        assertEquals(2, records.line());
        assertEquals(List.of("last", "line", ""), records.next());
        assertEquals(5, records.line(), "the lines within a field and empty ones are counted");
        assertNull(records.next());
    }

    @Test
    void a_broken_record_is_told_and_the_next_one_read() {
        CsvRecords records = new CsvRecords("a\"b,c\n\"d\"e\nf\n" + ",".repeat(CsvRecords.MAX_FIELDS) + "\n\"g");
        assertThrows(CsvRecords.Broken.class, records::next);
        records.skipLine();
        assertThrows(CsvRecords.Broken.class, records::next);
        records.skipLine();
        assertEquals(List.of("f"), records.next());
        assertThrows(CsvRecords.Broken.class, records::next);
        records.skipLine();
        assertThrows(CsvRecords.Broken.class, records::next);
        records.skipLine();
        assertNull(records.next());
    }

    @Property
    void what_is_written_by_the_rules_is_read_again(
            @ForAll @Size(min = 1, max = 10) List<@Size(min = 1, max = 9) List<String>> all) {
        StringBuilder text = new StringBuilder();
        for (List<String> record : all) {
            text.append(String.join(
                            ",",
                            record.stream()
                                    .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                                    .toList()))
                    .append("\r\n");
        }
        CsvRecords records = new CsvRecords(text.toString());
        List<List<String>> read = new ArrayList<>();
        for (List<String> record = records.next(); record != null; record = records.next()) {
            read.add(record);
        }
        assertEquals(all, read);
    }

    @Property
    void any_text_comes_to_its_end(@ForAll String text) {
        CsvRecords records = new CsvRecords(text);
        int records_read = 0;
        while (records_read <= text.length() + 1) {
            records_read++;
            try {
                if (records.next() == null) {
                    return;
                }
            } catch (CsvRecords.Broken broken) {
                records.skipLine();
            }
        }
        throw new AssertionError("more records than characters");
    }
}
