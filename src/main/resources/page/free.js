// Free spaces of the public lots, as the service counts them: by name, or nearest first once the driver asks for it.

import { Component, h } from './preact.js';
import { now } from './clock.js';
import { far, wayTo } from './near.js';
import { Nearby } from './nearby.js';
import { number, words } from './words.js';

const FIRST = 6; // lots are shown; all when asked

/** The public lots, and by the service's clock as of when; null where nobody answers. */
export async function freeSpaces() {
  try {
    // Not from what the browser has kept: that is shown as fresh without a network too.
    const answer = await fetch('/v1/availability', { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
    if (!answer.ok) return null;
    const { items, asOf } = await answer.json();
    return { items, asOf };
  } catch {
    return null;
  }
}

const ago = (moment) => words.ago(Math.max(0, Math.floor((now() - Date.parse(moment)) / 60_000)));

/** The way there; for who has no app for that, where it is. */
function Way({ lot }) {
  const { latitude, longitude } = lot.location;
  return h('p', { class: 'way' },
    h('a', { href: wayTo(lot), 'aria-label': words.wayTo(lot.name) }, words.way), ' ',
    h('bdi', { dir: 'ltr', class: 'soft' }, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`));
}

function Lot({ lot }) {
  const { name, within, available, status, silent, quiet, updatedAt, distance } = lot;
  const district = within.at(-1)?.name;
  const marks = [words.status[status], silent && !quiet && words.silent].filter(Boolean).join(' · ');
  return h('li', null,
    h('span', null,
      h('bdi', { class: 'name' }, name),
      h('small', null, distance !== null && h('strong', null, far(distance)), distance !== null && district && ' · ', h('bdi', null, district))),
    h('span', { class: 'count' },
      available === null ? words.unlimited : [h('strong', null, number(available)), ' ', words.freeSpaces(available)]),
    h('small', { class: 'all' }, words.lastChange(ago(updatedAt)), marks && [' · ', h('span', { class: 'mark' }, marks)]),
    lot.location && h(Way, { lot }));
}

let left = {}; // while another view is shown, as long as the page is open

export class Free extends Component {
  state = left;

  componentWillUnmount() {
    left = this.state;
  }

  list(ordered) {
    const shown = this.state.all ? ordered : ordered.slice(0, FIRST);
    return [
      h('ul', { class: 'lots' }, shown.map((lot) => h(Lot, { key: lot.placeId, lot }))),
      shown.length < ordered.length && h('button', { type: 'button', class: 'quiet', id: 'all-lots', onClick: () =>
        this.setState({ all: true }) }, words.allLots(number(ordered.length))),
    ];
  }

  /** @param free undefined: not asked yet; null: nobody answered; `away`: nobody answers any more */
  render({ free }) {
    if (free === undefined) return null;
    return h('section', { class: 'card free' },
      h('h2', null, words.free),
      free === null && h('p', { class: 'soft' }, words.freeAway),
      free?.items.length === 0 && h('p', { class: 'soft' }, words.freeNone),
      free?.items.length > 0 && [
        h('p', { class: free.away ? 'warn' : 'soft' }, (free.away ? words.freeOld : words.freeAsOf)(ago(free.asOf))),
        h(Nearby, { items: free.items }, (ordered, at, choice) => [choice, this.list(ordered)]),
      ]);
  }
}
