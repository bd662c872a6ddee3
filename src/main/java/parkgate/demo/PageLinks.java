package parkgate.demo;

import java.net.URI;

/**
 * Where to open the pages of the demonstration, to take a car in with nothing but a browser. The attendant's have a lane's key behind
 * their #, so each is as good as that key, the driver's is good once, and the operator's password stands beside its name: a newcomer has
 * to find nothing in a file. Only the demonstration's are ever printed.
 *
 * @param door where the service listens
 * @param claimUrl of a driver whose phone has no code yet
 * @param operator who signs in at the operator's page
 */
record PageLinks(
        URI door, DemoCity.Lot lot, String claimUrl, String entryKey, String exitKey, DemoPeople.Account operator) {
    String text() {
        return """

                Open in a browser:
                  driver           %s
                  attendant, in    %s/lane#%s
                  attendant, out   %s/lane#%s
                  operator         %s/ops    name %s    password %s

                The driver's page shows a code, new each 15 seconds. Give the attendant's page a photo of it, or paste a
                screenshot there, and the operator sees a car more in %s.
                """.formatted(
                claimUrl, door, entryKey, door, exitKey, door, operator.name(), operator.password(), lot.name());
    }
}
