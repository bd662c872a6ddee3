package parkgate.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaVersionTest {
    @ParameterizedTest
    @CsvSource({
        "17,true",
        "17.0.2+8,true",
        "15.0.6,true",
        "18+36,true",
        "17.0.3+7,false",
        "17.0.15+6-Debian-1deb12u1,false",
        "18.0.1,false",
        "19,false",
        "25,false"
    })
    void a_java_that_takes_a_signature_of_zeros_is_refused(String version, boolean refused) {
        assertEquals(refused, JavaVersion.refusal(Runtime.Version.parse(version)) != null);
    }
}
