// What is near, worked out on this phone: where it is stands in no request and is kept nowhere.

import { number, words } from './words.js';

const EARTH_M = 6_371_008.8; // mean radius
const GIVE_UP_MS = 20_000; // once the browser may tell
const AGE_MS = 60_000; // of a position that the phone knows already
const NOT_FOUND = { 1: 'denied', 2: 'unavailable', 3: 'timeout' }; // by the code of the browser's error

/** The phone does not say where it is: `problem` is denied, unavailable or timeout. */
export class NotFound extends Error {
  constructor(problem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Where this phone is, to within `accuracy` metres. The browser asks its person first, so call it when they tap.
 *
 * @throws NotFound
 */
export function whereIAm() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) {
      reject(new NotFound('unavailable'));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
      ({ code }) => reject(new NotFound(NOT_FOUND[code])),
      { timeout: GIVE_UP_MS, maximumAge: AGE_MS },
    );
  });
}

const radians = (degrees) => (degrees * Math.PI) / 180;

/** Metres from one point to another, straight over a round earth (haversine): half a percent off at most. */
export function metres(from, to) {
  const [north, south] = [radians(from.latitude), radians(to.latitude)];
  const across = Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  const square = Math.sin((south - north) / 2) ** 2 + Math.cos(north) * Math.cos(south) * across;
  return 2 * EARTH_M * Math.asin(Math.sqrt(Math.min(1, square)));
}

/** A distance in words, no finer than a phone knows where it is: 350 m, 1.2 km, 31 km. */
export function far(distance) {
  if (distance < 995) return words.metres(number(Math.round(distance / 10) * 10));
  const tenths = Math.round(distance / 100);
  return words.kilometres(number(tenths < 100 ? tenths / 10 : Math.round(distance / 1000)));
}

/** The lots, nearest first, then by name; all by name where `from` is null. Each gets its `distance`, in metres or null. */
export function nearest(lots, from) {
  const collator = new Intl.Collator(words.lang, { numeric: true });
  return lots
    .map((lot) => ({ ...lot, distance: from && lot.location ? metres(from, lot.location) : null }))
    .sort((a, b) => (a.distance ?? Infinity) - (b.distance ?? Infinity) || collator.compare(a.name, b.name));
}

/** What opens the way there in the phone's own maps (RFC 5870, and with `q` as those of Android want it). */
export function wayTo({ name, location: { latitude, longitude } }) {
  return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${encodeURIComponent(name.replace(/[()]/g, ' '))})`;
}
