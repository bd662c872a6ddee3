package parkgate.load.city;

import parkgate.load.wire.Head;

/** A lot of the traffic: the heads of all that its two lanes send. */
final class Gate {
    final LoadCity.Lot lot;
    /** True where a passage follows each grant. */
    final boolean loop;

    final Head in;
    final Head out;
    final Head passedIn;
    final Head passedOut;

    Gate(LoadCity.Lot lot, boolean loop, String host) {
        this.lot = lot;
        this.loop = loop;
        this.in = new Head("/v1/scans", host, lot.inKey());
        this.out = new Head("/v1/scans", host, lot.outKey());
        this.passedIn = new Head("/v1/passages", host, lot.inKey());
        this.passedOut = new Head("/v1/passages", host, lot.outKey());
    }
}
