package parkgate.demo;

import java.net.URI;

/**
 * Where to open the attendant's page, as a hand-held lane of the demonstration: each link has a lane's key behind its #, so it is as good as
 * that key. Only the demonstration's are ever printed.
 *
 * @param door where the service listens
 * @param number of a printed code that may come in, as it is typed
 */
record AttendantLinks(URI door, DemoCity.Lot lot, String entryKey, String exitKey, String number) {
    String text() {
        return """
                The attendant's page, a phone as a lane of %s; type the number %s there, or show a driver's code:
                  entry  %s/lane#%s
                  exit   %s/lane#%s

                """.formatted(lot.name(), number, door, entryKey, door, exitKey);
    }
}
