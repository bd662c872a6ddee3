package parkgate.demo;

import java.net.URI;

/**
 * Where to open the pages of the demonstration, to take a car in with nothing but a browser. The attendant's have a lane's key behind
 * their #, so each is as good as that key, and the driver's is good once; only the demonstration's are ever printed.
 *
 * @param door where the service listens
 * @param claimUrl of a driver whose phone has no code yet
 * @param number of a printed code that may come in, as it is typed
 */
record PageLinks(URI door, DemoCity.Lot lot, String claimUrl, String entryKey, String exitKey, String number) {
    String text() {
        return """
                In a browser, a car comes in and leaves by the pages alone:
                  a driver's phone          %s
                  an attendant, entry       %s/lane#%s
                  an attendant, exit        %s/lane#%s
                The attendant takes a photo of the driver's code, or pastes a screenshot of it, or types the number of a printed one: %s

                """.formatted(claimUrl, door, entryKey, door, exitKey, number);
    }
}
