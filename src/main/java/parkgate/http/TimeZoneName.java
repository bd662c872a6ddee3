package parkgate.http;

import java.time.ZoneId;

/** A time zone as the contract writes it: a name of the IANA list. */
public final class TimeZoneName {
    private TimeZoneName() {}

    /** Its name; UTC for an offset of zero, whose Java name, Z, browsers do not know. */
    public static String of(ZoneId zone) {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }
}
