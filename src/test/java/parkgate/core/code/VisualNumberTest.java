package parkgate.core.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parkgate.core.CredentialId;

class VisualNumberTest {
    private static final CredentialId ID = new CredentialId("0123456789ABCDEF");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789ABCDEF",
                "0123-4567-89AB-CDEF",
                "0123 4567 89ab cdef",
                " 0123-4567-89ab-cdef ",
                "o123456789abcdef",
                "OI23-4567-89AB-CDEF",
                "0L23-4567-89AB-CDEF",
                "0l23-4567-89AB-CDEF",
                "0-1-2-3-4-5-6-7-8-9-A-B-C-D-E-F-"
            })
    void a_number_is_read_however_it_is_typed(String typed) {
        assertEquals(ID, VisualNumber.read(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789ABCDE",
                "0123456789ABCDEFG",
                "0123-4567-89AB-CDEU",
                "0123.4567.89AB.CDEF",
                "0123_4567_89AB_CDEF",
                "0-1-2-3-4-5-6-7-8-9-A-B-C-D-E-F--",
                "\u0660123456789ABCDEF",
                "QP1S.AAAAAAAAAAA"
            })
    void what_is_no_number_is_none(String typed) {
        assertNull(VisualNumber.read(typed));
    }

    @Property
    void every_credential_is_found_by_its_visual_number(@ForAll @Size(CredentialId.BYTES) byte[] cti) {
        CredentialId id = CredentialId.of(cti);
        assertEquals(id, VisualNumber.read(id.visualNumber()));
    }
}
