package parkgate.alarm;

import org.jspecify.annotations.Nullable;

/**
 * Where alarms are raised and cleared, from any thread and off the caller's way: both return at once and are written within
 * a second or two, later while PostgreSQL is away.
 *
 * <p>Kind, place and lane name an alarm. Raising one that is open changes nothing, at whatever instance, so whoever sees a
 * fault again and again may say so again and again; clearing one that is not open changes nothing either.
 */
public interface Alarms {
    /** Characters of a detail, at most; what is longer is cut. */
    int MOST_DETAIL = 500;

    /**
     * Says that something is wrong.
     *
     * @param placeId which keys see it: those that reach this place; null: admin keys alone
     * @param laneId null when it is not about one lane
     * @param detail for a person; never a plate, a code or a secret
     */
    void raise(AlarmKind kind, @Nullable String placeId, @Nullable String laneId, String detail);

    /** Says that it is right again. */
    void clear(AlarmKind kind, @Nullable String placeId, @Nullable String laneId);
}
