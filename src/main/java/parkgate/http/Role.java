package parkgate.http;

/** What a person who signs in may do. Which operations that is, the contract says beside each. */
public enum Role {
    /** A city's office: everything in the city. */
    CITY,
    /** A district's office: everything in the district. */
    DISTRICT,
    /** Who runs lots: everything in them. */
    LOT_OPERATOR,
    /** Who stands at the lanes: sees the lot, helps the driver, changes neither rights nor keys. */
    ATTENDANT,
    /** Who looks on: reads, and changes nothing. */
    AUDITOR
}
