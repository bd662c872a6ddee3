package parkgate.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({"Linux,amd64", "Linux,aarch64", "Mac OS X,aarch64"})
    void carries_the_binaries_it_names(String os, String arch) {
        Platform platform = Platform.of(os, arch);
        assertNotNull(Platform.class.getResource('/' + platform.postgres()), platform.postgres());
        assertNotNull(Platform.class.getResource('/' + platform.redis()), platform.redis());
    }

    @Test
    void elsewhere_one_line_names_the_way_out() {
        String line = assertThrows(EmbeddedServerException.class, () -> Platform.of("Linux", "riscv64"))
                .getMessage();
        assertTrue(line.contains("POSTGRES_URI") && line.contains("REDIS_URI"), line);
        assertEquals(1, line.lines().count());
    }
}
