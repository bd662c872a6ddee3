// The service's clock, as far as this phone knows it. A phone's own may be minutes off, and a code of another minute opens no
// gate; how far it is off is kept, for when there is no network.

let aheadMs = 0; // of this phone's clock, before the service's

export const now = () => Date.now() - aheadMs;

export const ahead = () => aheadMs;

export function setAhead(ms) {
  aheadMs = ms;
}

/**
 * How far ahead this clock is, from an answer's time.
 *
 * @param askedMs, answeredMs of this clock: the service read its own in between
 */
export function measured(serverTime, askedMs, answeredMs) {
  return Math.round((askedMs + answeredMs) / 2 - Date.parse(serverTime));
}
