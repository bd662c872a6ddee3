// Times that people type are by the clock of the place that they are about, as all times that are shown.

import { words } from './words.js';

const FIELDS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' };

/** How far a clock there is ahead of UTC at that moment, milliseconds; without a zone this browser's clock. */
function aheadOf(timeZone, ms) {
  const parts = new Intl.DateTimeFormat('en', { timeZone, ...FIELDS }).formatToParts(ms);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(year, month - 1, day, hour, minute, second) - 1000 * Math.floor(ms / 1000);
}

/** The moment that a field's `2026-11-23T08:15` means there; of the two in the hour that comes twice, one. */
export function momentIn(local, zone) {
  if (!local) return undefined;
  const wall = Date.parse(`${local}Z`);
  const near = wall - aheadOf(zone, wall);
  return new Date(wall - aheadOf(zone, near)).toISOString();
}

/** For a field of a form: the moment as a clock there shows it, to the second. */
export function localIn(iso, zone) {
  if (!iso) return '';
  const ms = Date.parse(iso);
  return new Date(ms + aheadOf(zone, ms)).toISOString().slice(0, 19);
}

export const dayIn = (iso, zone) => localIn(iso, zone).slice(0, 10);

export const startOf = (date, zone) => (date ? momentIn(`${date}T00:00:00`, zone) : undefined);

export const endOf = (date, zone) => (date ? momentIn(`${date}T23:59:59`, zone) : undefined);

/** That of the place, or where none is named the one that all places of this person have; undefined where they have several. */
export function zoneAt({ places }, placeId) {
  const named = places.get(placeId)?.timeZone;
  if (named) return named;
  const all = new Set([...places.values()].map(({ timeZone }) => timeZone));
  return all.size === 1 ? [...all][0] : undefined;
}

/** What to say below a field of a place whose clock is another than this browser's. */
export function zoneHint(zone) {
  const now = Date.now();
  if (!zone || aheadOf(zone, now) === aheadOf(undefined, now)) return null;
  const parts = new Intl.DateTimeFormat(words.lang, { timeZone: zone, timeZoneName: 'short' }).formatToParts(now);
  return words.byClockThere(parts.find(({ type }) => type === 'timeZoneName').value);
}
