package parkgate.load.city;

/**
 * What a city's scans are like, in shares of all scans.
 *
 * @param denied that are to be refused, of each kind as many
 * @param repeated grants that the lane asks for again with the same scanId, as where the answer was lost
 * @param pictured that go through a picture
 * @param elsewhere entries at another lot than the driver's usual one
 * @param backedOut entries at lanes with a loop whose car does not drive in
 */
public record Mix(double denied, double repeated, double pictured, double elsewhere, double backedOut) {
    /** As in a city: a code in 200 is read from a picture, a twentieth is refused. */
    public static final Mix CITY = new Mix(0.05, 0.02, 0.005, 0.1, 0.03);

    /** Every scan a grant, at the lot that the driver keeps to. */
    public static final Mix PLAIN = new Mix(0, 0, 0, 0, 0);
}
