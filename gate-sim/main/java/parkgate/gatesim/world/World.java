package parkgate.gatesim.world;

import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import parkgate.gatesim.api.Claim;
import parkgate.gatesim.api.Office;
import parkgate.gatesim.api.ParkgateClient;
import parkgate.gatesim.api.ServerClock;
import parkgate.gatesim.ledger.Card;
import parkgate.gatesim.ledger.Ledger;
import parkgate.gatesim.ledger.LotRules;
import parkgate.gatesim.scenario.Scenario;
import parkgate.gatesim.scenario.Scenario.LotPlan;

/** All that stands in a run, put together: the lots in the service, their gates here, and the ledger. */
public final class World {
    final ParkgateClient client;
    final Office office;
    final ServerClock clock;
    final Places places;
    final LaneComputers computers;
    final Ledger ledger;
    final Scanner scanner;
    final Gate gate;
    final Passages passages;
    final CardOffice cards;
    final Day day;
    final Latency scanLatency = new Latency();
    final Latency passageLatency = new Latency();
    private final List<Card> issued = new CopyOnWriteArrayList<>();

    private World(
            URI service,
            ParkgateClient client,
            String adminKey,
            Scenario scenario,
            String run,
            double realSeconds,
            ExecutorService beside) {
        InstantSource own = InstantSource.system();
        this.client = client;
        this.clock = new ServerClock(own);
        this.office = new Office(client, adminKey);
        this.places = new Places(run, scenario);
        this.computers = new LaneComputers(service, beside, !scenario.cuts().isEmpty());
        places.make(office, computers);
        Map<String, LotRules> lots = new HashMap<>();
        Map<String, Integer> carsAtStart = new HashMap<>();
        for (LotPlan lot : scenario.lots()) {
            lots.put(places.lotId(lot.id()), places.rules(lot));
            carsAtStart.put(places.lotId(lot.id()), lot.carsAtStart());
        }
        this.ledger = new Ledger(lots, carsAtStart);
        this.scanner = new Scanner(scenario.camera());
        this.gate = new Gate(ledger, clock, new Sending(ledger, scanLatency));
        this.passages = new Passages(ledger, passageLatency);
        Claim claim = new Claim(client, clock, own);
        this.cards = new CardOffice(office, claim, clock, places, ZoneId.of(scenario.timeZone()));
        this.day = new Day(realSeconds, clock);
    }

    /**
     * Makes the run's city in the service.
     *
     * @param run the run's id: the city's, and the beginning of every other id
     * @param realSeconds how long the day takes
     * @param beside threads for requests that are sent beside others
     */
    static World make(
            URI service, String adminKey, Scenario scenario, String run, double realSeconds, ExecutorService beside) {
        return new World(service, new ParkgateClient(service), adminKey, scenario, run, realSeconds, beside);
    }

    /** Requests of any kind that got no answer. */
    long unanswered() {
        return client.unanswered()
                + computers.all().stream().mapToLong(LaneComputer::lost).sum();
    }

    /** Scans that lanes decided by themselves. */
    long decidedAlone() {
        return computers.all().stream().mapToLong(LaneComputer::alone).sum();
    }

    /** Answers that asked to be asked again. */
    long putOff() {
        return client.putOff()
                + computers.all().stream().mapToLong(LaneComputer::putOff).sum();
    }

    void keep(Card card) {
        issued.add(card);
    }

    /** Every credential of the run. */
    List<Card> cards() {
        return List.copyOf(issued);
    }
}
