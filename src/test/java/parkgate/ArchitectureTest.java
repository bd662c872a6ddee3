package parkgate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the picture of {@code docs/ARCHITECTURE.md}: the rooms are read from it, and the imports must fit them. */
class ArchitectureTest {
    private static final String ROOT = "parkgate";

    private static JavaClasses classes;
    private static List<String> features;
    private static List<String> plumbing;
    private static List<String> core;

    @BeforeAll
    static void read() throws IOException {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        List<String> picture = Files.readAllLines(Path.of("..", "docs", "ARCHITECTURE.md"));
        features = roomsOf("features", picture);
        plumbing = roomsOf("plumbing", picture);
        core = roomsOf("core", picture);
    }

    /** The single words after the floor's name; what has a space in it is the remark at the line's end. */
    private static List<String> roomsOf(String floor, List<String> picture) {
        Pattern line = Pattern.compile(" +" + floor + " {2,}(.*)");
        List<String> rooms = new ArrayList<>();
        picture.stream().map(line::matcher).filter(Matcher::matches).forEach(found -> {
            for (String word : found.group(1).split(" {2,}", -1)) {
                if (word.contains(" ")) {
                    break;
                }
                rooms.add(word);
            }
        });
        return rooms;
    }

    private static String[] packagesOf(List<String> rooms) {
        return rooms.stream().map(room -> ROOT + '.' + room + "..").toArray(String[]::new);
    }

    @Test
    void the_picture_shows_every_room() {
        Set<String> there = classes.stream()
                .map(JavaClass::getPackage)
                .map(JavaPackage::getName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> shown =
                Stream.of(features, plumbing, core).flatMap(List::stream).toList();
        there.removeIf(name -> shown.contains(name)
                || Stream.concat(features.stream(), plumbing.stream()).anyMatch(room -> name.startsWith(room + '.')));
        assertEquals(Set.of(), there, "packages that docs/ARCHITECTURE.md does not show");
        assertTrue(features.size() > 1 && plumbing.size() > 1 && core.size() > 1, "the picture can be read");
    }

    @Test
    void core_stands_on_the_jdk_alone() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf(core))
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(packagesOf(core)))
                        .and(not(resideInAnyPackage("java..", "javax.crypto..", "org.jspecify.annotations.."))))
                .check(classes);
    }

    @Test
    void core_has_no_clock_no_dice_and_no_io() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf(core))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java.io..",
                                "java.net..",
                                "java.nio.file..",
                                "java.nio.channels..",
                                "java.sql..",
                                "java.lang.reflect..")
                        .and(not(belongToAnyOf(
                                // Bytes in memory and the characters of a text: pure, whatever package they are in.
                                ByteArrayOutputStream.class, URLEncoder.class, URLDecoder.class))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(java.time.Clock.class, Random.class, ThreadLocalRandom.class, Thread.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZoneId.class, "systemDefault")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(classes);
    }

    @Test
    void plumbing_knows_no_feature() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf(plumbing))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packagesOf(features))
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void features_never_see_each_other() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(not(resideInAnyPackage(packagesOf(features))), resideInAPackage(ROOT + ".."))
                .ignoreDependency(resideInAPackage(ROOT + ".."), not(resideInAnyPackage(packagesOf(features))))
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void no_route_is_made_but_from_the_contract() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("parkgate.http.Api")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vertx.ext.web.Router")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vertx.ext.web.Route")
                .check(classes);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("parkgate.http.HttpDoor")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.vertx.core.http.HttpServer")
                .check(classes);
    }

    @Test
    void only_main_and_its_wiring_see_everything() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(classes);
    }

    @Test
    void nobody_prints_but_main() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }
}
