// How many cars are inside today, against the same day last week.

import { h } from './preact.js';
import { get } from './opsapi.js';
import { Numbers, Plot } from './opschart.js';
import { Asked } from './opsparts.js';
import { number, words } from './opswords.js';

/** A plot is drawn anew so long after a count changed: what was counted is written down by then. */
export const PLOT_MS = 3_000;

/** A time of the service with its place's offset, as the clock there shows it: 08:15. */
export const clockOf = (iso) => iso.slice(11, 16);

export function Occupancy({ figures }) {
  const { occupancy, capacity, from, to } = figures;
  const several = from !== to;
  const label = ({ at }) => (several ? `${at.slice(5, 10)} ${clockOf(at)}` : clockOf(at));
  const hourly = occupancy.filter(({ at }) => at.slice(14, 16) === '00');
  return h(Plot, {
    type: 'line', name: words.occupancyPlot, labels: occupancy.map(label), max: capacity ?? undefined,
    sets: [
      { name: several ? words.inside : words.today, values: occupancy.map(({ currentCount }) => currentCount), tone: 'accent', fill: true },
      ...(occupancy.some(({ lastWeek }) => lastWeek !== null) ? [{ name: words.lastWeek, values: occupancy.map(({ lastWeek }) => lastWeek), tone: 'soft', dashed: true }] : []),
    ],
    table: h(Numbers, { caption: words.occupancyPlot, heads: [words.time, words.inside, words.lastWeek],
      rows: hourly.map((each) => [label(each), each.currentCount === null ? null : number(each.currentCount), each.lastWeek === null ? null : number(each.lastWeek)]) }),
  });
}

export function Today({ place, counts }) {
  return h('section', { class: 'card today', 'aria-labelledby': 'today' },
    h('h2', { id: 'today' }, words.todayAgainst),
    h(Asked, { what: place.placeId, bell: counts.bells.count, about: (placeId) => placeId === place.placeId, afterMs: PLOT_MS, asks: () => get(`/v1/places/${encodeURIComponent(place.placeId)}/figures`) }, (figures, failed) => [
      failed && h('p', { class: 'soft' }, words.notNow),
      figures && h(Occupancy, { figures }),
    ]));
}
