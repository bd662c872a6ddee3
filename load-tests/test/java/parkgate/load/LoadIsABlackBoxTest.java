package parkgate.load;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class LoadIsABlackBoxTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("parkgate.load");

    @Test
    void what_sends_and_checks_knows_nothing_of_the_service() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "parkgate.load.wire..",
                        "parkgate.load.drive..",
                        "parkgate.load.city..",
                        "parkgate.load.report..")
                .should()
                .dependOnClassesThat(ofTheService())
                .check(CLASSES);
    }

    private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> ofTheService() {
        return resideInAnyPackage("parkgate..")
                .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage("parkgate.load..")));
    }
}
