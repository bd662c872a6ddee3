package parkgate.gatesim.api;

/** A lane's key, with what is needed to delete it. */
public record LaneKey(String lotId, String laneId, String keyId, String key) {
    @Override
    public String toString() {
        return "LaneKey[" + keyId + "]";
    }
}
