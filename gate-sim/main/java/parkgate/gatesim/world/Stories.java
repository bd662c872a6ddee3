package parkgate.gatesim.world;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import parkgate.gatesim.camera.Quality;
import parkgate.gatesim.code.Carried;
import parkgate.gatesim.code.Rotating;
import parkgate.gatesim.ledger.Shown;
import parkgate.gatesim.scenario.Plan.VisitPlan;
import parkgate.gatesim.scenario.Story;

/** What drivers do on one visit, story by story. None decides anything by the time it took. */
final class Stories {
    /** Longer than a static code read twice at one lane counts as one. */
    private static final Duration NOT_THE_SAME_READ = Duration.ofSeconds(10);

    private static final int PERIODS_UNTIL_STALE = 3;
    private static final long A_LITTLE_MS = 300;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    /** The last characters of a code are its signature: 64 bytes in Base32. */
    private static final int SIGNATURE_CHARACTERS = 100;

    private final World world;

    Stories(World world) {
        this.world = world;
    }

    /** How long the driver's credential lives when it is issued. */
    static Duration life(Story story) {
        return switch (story) {
            case EXPIRED -> Duration.ofSeconds(8);
            case EXPIRES_INSIDE -> Duration.ofSeconds(20);
            default -> Duration.ofDays(30);
        };
    }

    /** The credential is issued when the driver arrives, not before the day. */
    static boolean issuedOnArrival(Story story) {
        return story == Story.EXPIRES_INSIDE;
    }

    void play(Story story, Driver driver, VisitPlan visit) {
        driver.begin(visit.diceSeed());
        switch (story) {
            case VISIT -> visit(driver, visit);
            case BACK_OUT -> backOut(driver, visit);
            case EXIT_BACK_OUT -> exitBackOut(driver, visit);
            case SILENT_BACK_OUT -> silentBackOut(driver, visit);
            case PASSBACK -> passback(driver, visit);
            case COPIED -> copied(driver, visit, 0);
            case STALE_COPY -> copied(driver, visit, PERIODS_UNTIL_STALE);
            case EXPIRED -> expired(driver, visit);
            case EXPIRES_INSIDE -> expiresInside(driver, visit);
            case REVOKED -> revoked(driver, visit);
            case REVOKED_INSIDE -> revokedInside(driver, visit);
            case REISSUED_INSIDE -> reissuedInside(driver, visit);
            case UNREADABLE -> driver.triesEntry(entry(visit), driver::genuine, Quality.HOPELESS);
            case FOREIGN -> driver.triesEntry(entry(visit), () -> foreign(driver), null);
            case FORGED -> driver.triesEntry(entry(visit), () -> forged(driver.genuine(), driver.dice()), null);
            case WITHOUT_SESSION -> driver.goesOut(exit(visit), visit.exitMishap());
        }
    }

    private void visit(Driver driver, VisitPlan visit) {
        if (driver.comesIn(entry(visit), visit.entryMishap())) {
            staysAndLeaves(driver, visit);
        }
    }

    private void staysAndLeaves(Driver driver, VisitPlan visit) {
        world.day.pauseMs(visit.stayMs());
        driver.goesOut(exit(visit), visit.exitMishap());
    }

    private void backOut(Driver driver, VisitPlan visit) {
        if (!entry(visit).confirmsPassage || driver.backsOutOfEntry(entry(visit), true)) {
            world.day.pauseMs(A_LITTLE_MS);
            visit(driver, visit);
        }
    }

    /** Without a loop the grant would be the passage: then nobody backs out. */
    private void silentBackOut(Driver driver, VisitPlan visit) {
        if (entry(visit).confirmsPassage) {
            driver.backsOutOfEntry(entry(visit), false);
        }
    }

    private void exitBackOut(Driver driver, VisitPlan visit) {
        if (driver.comesIn(entry(visit), visit.entryMishap())) {
            world.day.pauseMs(visit.stayMs() / 2);
            if (!exit(visit).confirmsPassage || driver.backsOutOfExit(exit(visit))) {
                world.day.pauseMs(visit.stayMs() / 2);
                driver.goesOut(exit(visit), visit.exitMishap());
            }
        }
    }

    /** The second car comes by another lane of the lot where it has one, else after the time of a double read. */
    private void passback(Driver driver, VisitPlan visit) {
        if (!driver.comesIn(entry(visit), visit.entryMishap())) {
            return;
        }
        Lane second = visit.otherLot().equals(visit.lot()) ? world.places.lane(visit.otherLane()) : entry(visit);
        if (second.equals(entry(visit))) {
            driver.waitUntilSurely(world.clock.instant().plus(NOT_THE_SAME_READ));
        }
        driver.waitForNewStep();
        driver.triesEntry(second, driver::genuine, null);
        staysAndLeaves(driver, visit);
    }

    private void copied(Driver driver, VisitPlan visit, int periodsLater) {
        boolean in = driver.comesIn(entry(visit), visit.entryMishap());
        Shown picture = driver.lastShown();
        if (!in || picture == null) {
            return;
        }
        if (periodsLater > 0 && driver.card().carried() instanceof Rotating rotating) {
            driver.waitUntilSurely(rotating.startOf(picture.step() + periodsLater));
        }
        driver.triesEntry(world.places.lane(visit.otherLane()), () -> picture, null);
        staysAndLeaves(driver, visit);
    }

    private void expired(Driver driver, VisitPlan visit) {
        driver.waitUntilSurely(driver.card().expiresAt());
        driver.triesEntry(entry(visit), driver::genuine, null);
    }

    private void expiresInside(Driver driver, VisitPlan visit) {
        if (driver.comesIn(entry(visit), visit.entryMishap())) {
            driver.waitUntilSurely(driver.card().expiresAt());
            staysAndLeaves(driver, visit);
        }
    }

    private void revoked(Driver driver, VisitPlan visit) {
        world.cards.revoke(driver.card());
        driver.triesEntry(entry(visit), driver::genuine, null);
    }

    /** Where the lot calls an attendant, the car stays inside until one comes, which is after this day. */
    private void revokedInside(Driver driver, VisitPlan visit) {
        if (driver.comesIn(entry(visit), visit.entryMishap())) {
            world.day.pauseMs(visit.stayMs());
            world.cards.revoke(driver.card());
            if (driver.goesOut(exit(visit), visit.exitMishap())) {
                driver.triesEntry(entry(visit), driver::genuine, null);
            }
        }
    }

    private void reissuedInside(Driver driver, VisitPlan visit) {
        if (!driver.comesIn(entry(visit), visit.entryMishap())) {
            return;
        }
        Carried old = driver.card().carried();
        world.cards.reissue(driver.card());
        Shown oldPaper = new Shown(old.show(Instant.MIN), Shown.Kind.REPLACED, Shown.NO_STEP);
        driver.triesEntry(world.places.lane(visit.otherLane()), () -> oldPaper, null);
        if (world.ledger.lot(entry(visit).lotId).revokedExitCallsAttendant()) {
            driver.triesExit(exit(visit), () -> oldPaper);
        }
        staysAndLeaves(driver, visit);
    }

    private static Shown foreign(Driver driver) {
        String text = "https://example.org/menu?table=" + driver.dice().nextInt(100);
        return new Shown(text, Shown.Kind.FOREIGN, Shown.NO_STEP);
    }

    /** Another character somewhere in the issuer's signature. */
    private static Shown forged(Shown genuine, RandomGenerator dice) {
        String text = genuine.text();
        int dot = text.indexOf('.', "QP1D.".length());
        int end = dot < 0 ? text.length() : dot;
        int at = end - SIGNATURE_CHARACTERS + dice.nextInt(SIGNATURE_CHARACTERS - 2);
        int other = (BASE32.indexOf(text.charAt(at)) + 1 + dice.nextInt(BASE32.length() - 1)) % BASE32.length();
        return new Shown(
                text.substring(0, at) + BASE32.charAt(other) + text.substring(at + 1),
                Shown.Kind.FORGED,
                genuine.step());
    }

    private Lane entry(VisitPlan visit) {
        return world.places.lane(visit.entryLane());
    }

    private Lane exit(VisitPlan visit) {
        return world.places.lane(visit.exitLane());
    }
}
