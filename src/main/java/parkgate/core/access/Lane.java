package parkgate.core.access;

/**
 * One gate lane, as the scan needs it.
 *
 * @param id unique in the service
 * @param lotId the lot whose state its scans change
 * @param confirmPassage true where a loop reports the passage; false: the grant is the passage
 */
public record Lane(String id, String lotId, LaneDirection direction, boolean confirmPassage) {}
