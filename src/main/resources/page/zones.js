// Whose clock a time on the driver's page is by: that of the place, wherever its driver's phone believes to be.

/** What the service said of a place; nothing where it said so to an older page, and this phone's own clock counts. */
export const zoneOf = (mine, placeId) => mine?.timeZones?.[placeId];
