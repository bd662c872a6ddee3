package parkgate.load.city;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parkgate.load.city.Plan.Kind;

/**
 * Who comes next: drivers go in and out in turn, so that as many are inside as should be, and now and then comes somebody who
 * is to be refused. On one event loop.
 */
final class Planning {
    /** So long after an entry its code is refused at the lane again: before, its grant is given again. */
    private static final long INSIDE_MS = 12_000;

    private final Mix mix;
    private final int openLots;
    private final int fullLots;
    private final InstantSource clock;
    private final RandomGenerator dice;
    private final ArrayDeque<Motorist> outside = new ArrayDeque<>();
    private final ArrayDeque<Motorist> inside = new ArrayDeque<>();
    private final Map<Kind, ArrayDeque<Motorist>> refused = new EnumMap<>(Kind.class);
    private final List<Kind> kinds = new ArrayList<>();
    private final List<Motorist> all = new ArrayList<>();
    private int keepInside;
    private int comingIn;
    private boolean entryNext = true;

    Planning(Lots lots, People people, Mix mix, int keepInside, InstantSource clock, RandomGenerator dice) {
        this.mix = mix;
        this.openLots = lots.open();
        this.fullLots = lots.full().size();
        this.keepInside = keepInside;
        this.clock = clock;
        this.dice = dice;
        long now = clock.millis();
        for (int i = 0; i < people.inside().size(); i++) {
            Motorist one = new Motorist(people.inside().get(i), i % openLots);
            one.lot = one.home;
            one.sinceMs = now;
            all.add(one);
            inside.add(one);
        }
        for (Code code : people.outside()) {
            Motorist one = new Motorist(code, all.size() % openLots);
            all.add(one);
            outside.add(one);
        }
        refuse(Kind.STRANGER, people.strangers());
        refuse(Kind.REVOKED, people.revoked());
        refuse(Kind.FULL, fullLots == 0 ? List.of() : people.late());
        refuse(Kind.GARBAGE, people.papers());
        refuse(Kind.FORGED, people.papers());
        kinds.add(Kind.INSIDE);
        kinds.add(Kind.STALE);
    }

    private void refuse(Kind kind, List<Code> codes) {
        if (!codes.isEmpty()) {
            ArrayDeque<Motorist> those = new ArrayDeque<>();
            codes.forEach(code -> those.add(new Motorist(code, 0)));
            refused.put(kind, those);
            kinds.add(kind);
        }
    }

    /** The next one; null where nobody can come just now. */
    @Nullable
    Plan next() {
        if (dice.nextDouble() < mix.denied()) {
            Plan plan = refusal(kinds.get(dice.nextInt(kinds.size())));
            if (plan != null) {
                return plan;
            }
        }
        return movement();
    }

    private @Nullable Plan movement() {
        if (entryNext || inside.size() + comingIn < keepInside) {
            Motorist who = outside.peek();
            if (who != null && who.lastStep < step()) {
                entryNext = false;
                comingIn++;
                outside.remove();
                int lot = dice.nextDouble() < mix.elsewhere() ? dice.nextInt(openLots) : who.home;
                return plan(Kind.ENTRY, who, lot);
            }
        }
        entryNext = true;
        Motorist who = inside.size() + comingIn < keepInside ? null : inside.poll();
        return who == null ? null : plan(Kind.EXIT, who, who.lot);
    }

    private @Nullable Plan refusal(Kind kind) {
        if (kind == Kind.STALE) {
            Motorist who = outside.peek();
            return who == null || who.code instanceof Code.Paper
                    ? null
                    : plan(kind, outside.remove(), dice.nextInt(openLots));
        } else if (kind == Kind.INSIDE) {
            Motorist who = inside.peek();
            return who == null || who.lastStep >= step() || clock.millis() - who.sinceMs < INSIDE_MS
                    ? null
                    : plan(kind, inside.remove(), who.lot);
        }
        ArrayDeque<Motorist> those = refused.get(kind);
        Motorist who = those == null ? null : those.poll();
        return who == null ? null : plan(kind, who, dice.nextInt(kind == Kind.FULL ? fullLots : openLots));
    }

    private Plan plan(Kind kind, Motorist who, int lot) {
        return new Plan(kind, who, lot, kind != Kind.GARBAGE && dice.nextDouble() < mix.pictured());
    }

    private long step() {
        return clock.instant().getEpochSecond() / Code.STEP_SECONDS;
    }

    /** It is over, whatever came of it: they stand where the load knows them to be. */
    void over(Plan plan) {
        if (plan.kind == Kind.ENTRY) {
            comingIn--;
        }
        ArrayDeque<Motorist> those = refused.get(plan.kind);
        if (those != null) {
            those.add(plan.who);
        } else {
            (plan.who.lot == Motorist.OUTSIDE ? outside : inside).add(plan.who);
        }
    }

    /** From now on so many are to be inside. */
    void keepInside(int count) {
        keepInside = count;
    }

    int inside() {
        return inside.size();
    }

    /** All who go in and out. */
    List<Motorist> all() {
        return all;
    }
}
