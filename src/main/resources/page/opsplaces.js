// The places that this person may see, as a tree, with the sums of what is counted in them.

import { all } from './opsapi.js';

const ORDER = { CITY: 0, DISTRICT: 1, LOT: 2, AREA: 3 };

/** All places by their ids, each with its children; `roots` are those whose parent is not theirs to see. */
export async function readPlaces() {
  const { items } = await all('/v1/places');
  const places = new Map(items.filter(({ type }) => type !== 'AREA').map((place) => [place.placeId, { ...place, children: [] }]));
  const roots = [];
  const byName = (a, b) => ORDER[a.type] - ORDER[b.type] || a.name.localeCompare(b.name, undefined, { numeric: true });
  [...places.values()].sort(byName).forEach((place) => {
    const parent = places.get(place.parentId);
    (parent ? parent.children : roots).push(place);
  });
  return { places, roots };
}

/** The lots in a place, or the lot itself. */
export const lotsIn = (place) => (place.type === 'LOT' ? [place] : place.children.flatMap(lotsIn));

/** Its lanes told that they are there, and have stopped. */
export const isSilent = (value) => value !== undefined && value.reporting.silent > value.reporting.quiet;

/** From the top down to the place. */
export function pathTo(places, place) {
  const path = [];
  for (let each = place; each; each = places.get(each.parentId)) path.unshift(each);
  return path;
}

/** What is counted in these lots together; `capacity` is null where one of them is not limited. */
export function sum(lots, counts) {
  const known = lots.map(({ placeId }) => counts.get(placeId)).filter(Boolean);
  const limited = known.length > 0 && known.every(({ capacity }) => capacity !== null);
  const total = (field) => known.reduce((sofar, value) => sofar + value[field], 0);
  return {
    lots: lots.length,
    known: known.length,
    currentCount: total('currentCount'),
    capacity: limited ? total('capacity') : null,
    available: limited ? total('available') : null,
    silent: known.reduce((sofar, { reporting }) => sofar + reporting.silent - reporting.quiet, 0),
    oldest: known.map(({ updatedAt }) => updatedAt).sort()[0],
  };
}
