package parkgate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parkgate.config.Secret;
import parkgate.core.code.TotpKey;

/**
 * Secrets are compared in constant time, all of them by {@link MessageDigest#isEqual}: an access key's, the admin key, a TOTP
 * value. A claim token is looked up by its SHA-256, which tells whoever measures nothing about the token.
 */
class SecretsTest {
    private static final String HOLDERS = "parkgate\\.(key\\.(KeyText|StoredKey|KeyRing)"
            + "|credential\\.ClaimToken|core\\.code\\.(TotpKey|TotpProof|TotpReader)|signing\\.TotpMasters|config\\.Secret)";

    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("parkgate");
    }

    @Test
    void what_compares_a_secret_does_so_in_constant_time() {
        for (String comparing :
                new String[] {"parkgate.key.StoredKey", "parkgate.key.KeyRing", "parkgate.core.code.TotpKey"}) {
            classes()
                    .that()
                    .haveFullyQualifiedName(comparing)
                    .should()
                    .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                    .check(ours);
        }
    }

    @Test
    void nothing_that_deals_with_secrets_compares_bytes_from_their_start_until_they_differ() {
        noClasses()
                .that(resideInAnyPackage(
                        "parkgate.key..",
                        "parkgate.credential..",
                        "parkgate.signing..",
                        "parkgate.core.code..",
                        "parkgate.http.."))
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "mismatch", byte[].class, byte[].class)
                .orShould()
                .callMethod(Buffer.class, "equals", Object.class)
                .orShould()
                .callMethod(ByteBuffer.class, "equals", Object.class)
                .check(ours);
    }

    @Test
    void what_holds_a_secret_compares_no_texts() {
        noClasses()
                .that()
                .haveNameMatching(HOLDERS)
                .and()
                .doNotHaveFullyQualifiedName(
                        "parkgate.signing.TotpMasters") // compares the names of entries in the key file
                .should()
                .callMethod(String.class, "equals", Object.class)
                .orShould()
                .callMethod(String.class, "equalsIgnoreCase", String.class)
                .orShould()
                .callMethod(String.class, "contentEquals", CharSequence.class)
                .orShould()
                .callMethod(String.class, "compareTo", String.class)
                .orShould()
                .callMethod(Objects.class, "equals", Object.class, Object.class)
                .check(ours);
    }

    @Test
    void nobody_asks_a_secret_whether_it_equals_another() {
        noClasses()
                .should()
                .callMethod("parkgate.key.KeyText", "equals", "java.lang.Object")
                .orShould()
                .callMethod("parkgate.credential.ClaimToken", "equals", "java.lang.Object")
                .orShould()
                .callMethod(TotpKey.class, "equals", Object.class)
                .orShould()
                .callMethod(Secret.class, "equals", Object.class)
                .check(ours);
        noClasses()
                .that(belongToAnyOf(TotpKey.class, Secret.class))
                .should()
                .implement(Comparable.class)
                .check(ours);
    }
}
