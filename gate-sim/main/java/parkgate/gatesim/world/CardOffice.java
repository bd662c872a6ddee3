package parkgate.gatesim.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import parkgate.gatesim.api.Claim;
import parkgate.gatesim.api.Office;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.api.UnexpectedReply;
import parkgate.gatesim.code.Carried;
import parkgate.gatesim.code.Paper;
import parkgate.gatesim.code.Wallet;
import parkgate.gatesim.ledger.Card;
import parkgate.gatesim.ledger.HeldRight;
import parkgate.gatesim.scenario.Scenario.Carries;
import parkgate.gatesim.scenario.Scenario.Group;
import parkgate.gatesim.scenario.Scenario.Hours;
import parkgate.gatesim.scenario.Scenario.RightPlan;

/** Issues drivers' credentials and gives them their rights. */
final class CardOffice {
    private static final Duration ENDS_SOON = Duration.ofSeconds(2);
    /** Hours before and after now of a window that the run lies in; of one that it does not, they come later. */
    private static final int WINDOW_HOURS = 3;

    private static final int MOST_ISSUES = 5;
    private static final List<String> EVERY_DAY = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

    private final Office office;
    private final Claim claim;
    private final ServerClock clock;
    private final Places places;
    private final ZoneId zone;

    CardOffice(Office office, Claim claim, ServerClock clock, Places places, ZoneId zone) {
        this.office = office;
        this.claim = claim;
        this.clock = clock;
        this.places = places;
        this.zone = zone;
    }

    /**
     * A new credential in a driver's hands. Where the service was silent meanwhile, the claim may have used up its token
     * unseen, or a short life be over: then another credential is issued.
     *
     * @param life from now to its expiry
     */
    Card issue(String holder, Group group, Duration life) {
        for (int attempt = 1; ; attempt++) {
            try {
                return issueOnce(holder, group, life);
            } catch (UnexpectedReply e) {
                if (!e.afterSilence() || attempt == MOST_ISSUES) {
                    throw e;
                }
            }
        }
    }

    private Card issueOnce(String holder, Group group, Duration life) {
        // Whole seconds, as the code has them.
        Instant expiresAt = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        JsonNode issued = office.issue(Office.object()
                .put("type", type(group.carries()))
                .put("holderRef", holder)
                .put("expiresAt", expiresAt.toString()));
        String credentialId = Office.text(issued, "credentialId");
        Carried carried = carried(group.carries(), issued);
        return new Card(holder, credentialId, carried, expiresAt, give(group, credentialId));
    }

    private static String type(Carries carries) {
        return switch (carries) {
            case PHONE -> "QR_DYNAMIC";
            case WALLET -> "QR_TOTP";
            case PAPER -> "QR_PRINTED";
        };
    }

    private Carried carried(Carries carries, JsonNode issued) {
        return switch (carries) {
            case PHONE -> claim.with(Office.text(issued, "claimToken"));
            case WALLET -> new Wallet(Office.text(issued, "code"), Office.text(issued, "totpKey"));
            case PAPER -> new Paper(Office.text(issued, "code"));
        };
    }

    /** The same holder's new paper; the old one is dead from here on. */
    void reissue(Card card) {
        JsonNode issued = office.reissue(card.credentialId(), card.holder());
        card.replace(Office.text(issued, "credentialId"), new Paper(Office.text(issued, "code")));
    }

    void revoke(Card card) {
        office.revoke(card.credentialId(), "gate simulator");
        card.revoke();
    }

    private HeldRight give(Group group, String credentialId) {
        RightPlan plan = group.right();
        if (plan == null) {
            return HeldRight.NONE;
        }
        Instant now = clock.instant();
        Instant from = plan.hours() == Hours.TOMORROW
                ? now.plus(Duration.ofDays(1))
                : now.minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        Instant until = plan.hours() == Hours.ENDED ? now.plus(ENDS_SOON) : now.plus(Duration.ofDays(30));
        from = from.truncatedTo(ChronoUnit.SECONDS);
        until = until.truncatedTo(ChronoUnit.SECONDS);
        Set<String> placeIds =
                group.lots().stream().map(lot -> places.placeOf(lot, plan.at())).collect(Collectors.toSet());
        for (String placeId : placeIds) {
            ObjectNode right = Office.object()
                    .put("credentialId", credentialId)
                    .put("placeId", placeId)
                    .put("type", plan.type())
                    .put("validFrom", from.toString())
                    .put("validUntil", until.toString());
            addWindow(right, plan);
            office.giveRight(right);
        }
        return new HeldRight(places.lotsUnder(placeIds), from, until, plan.hours() != Hours.OTHER);
    }

    private void addWindow(ObjectNode right, RightPlan plan) {
        if (plan.hours() != Hours.NOW && plan.hours() != Hours.OTHER) {
            return;
        }
        LocalTime now = LocalTime.ofInstant(clock.instant(), zone);
        LocalTime from = plan.hours() == Hours.NOW ? now.minusHours(WINDOW_HOURS) : now.plusHours(WINDOW_HOURS);
        LocalTime to = plan.hours() == Hours.NOW ? now.plusHours(WINDOW_HOURS) : now.plusHours(2 * WINDOW_HOURS);
        ObjectNode window = right.putArray("recurring")
                .addObject()
                .put("from", MINUTE.format(from))
                .put("to", MINUTE.format(to));
        EVERY_DAY.forEach(window.putArray("days")::add);
    }
}
