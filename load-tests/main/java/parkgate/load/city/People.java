package parkgate.load.city;

import java.util.List;

/**
 * Who drives in a city's traffic.
 *
 * @param inside who is inside one of its lots before the load, the first at the first lot, the next at the next, and so on in
 *     turn
 * @param outside who is outside
 * @param strangers with a right in another city only
 * @param revoked whose code is revoked
 * @param late with a right at the lots that have no space
 * @param papers with a code of class S, to be forged
 */
public record People(
        List<Code> inside,
        List<Code> outside,
        List<Code> strangers,
        List<Code> revoked,
        List<Code> late,
        List<Code> papers) {
    /** Who gets in and out, and nobody to be refused. */
    public static People plain(List<Code> inside, List<Code> outside) {
        return new People(inside, outside, List.of(), List.of(), List.of(), List.of());
    }
}
