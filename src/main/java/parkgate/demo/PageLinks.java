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

                Take a car in at %s with a browser, each page in a window of its own:

                1. driver      %s
                               Press “Put it on this phone”: it shows a code, a new one each 15 seconds. Take a screenshot.
                2. operator    %s/ops
                               Sign in as %s with the password %s, and keep %s in view.
                3. attendant   %s/lane#%s
                               Paste the screenshot there, or choose it as a picture: the gate opens, and the operator
                               sees the car at once. Then out again, with a new screenshot:
                               %s/lane#%s
                """.formatted(
                        lot.name(),
                        claimUrl,
                        door,
                        operator.name(),
                        operator.password(),
                        lot.name(),
                        door,
                        entryKey,
                        door,
                        exitKey);
    }
}
