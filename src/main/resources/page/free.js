// Free spaces of the public lots, as the service counts them: by name, or nearest first once the driver asks for it.

import { Component, h } from './preact.js';
import { now } from './clock.js';
import { far, nearest, NotFound, wayTo, whereIAm } from './near.js';
import { number, words } from './words.js';

const FIRST = 6; // lots are shown; all when asked
const ROUGH_M = 300; // a position known no better is called so

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
    left = { ...this.state, asking: false };
  }

  async find() {
    this.setState({ asking: true });
    try {
      this.setState({ at: await whereIAm(), problem: null });
    } catch (notFound) {
      if (!(notFound instanceof NotFound)) throw notFound;
      this.setState({ at: null, problem: notFound.problem });
    } finally {
      this.setState({ asking: false });
    }
  }

  /** The page is drawn often, and sorting a city takes a phone a while. */
  ordered(items, at) {
    const { of, from, lang } = this.order ?? {};
    if (of !== items || from !== at || lang !== words.lang) {
      this.order = { of: items, from: at, lang: words.lang, lots: nearest(items, at) };
    }
    return this.order.lots;
  }

  told(items) {
    const { at, asking, problem } = this.state;
    if (!items.some((lot) => lot.location)) return words.order.nowhere;
    if (asking) return words.order.asking;
    if (!at) return words.order[problem ?? 'name'];
    return at.accuracy > ROUGH_M ? `${words.order.near} ${words.rough(far(at.accuracy))}` : words.order.near;
  }

  /** The way to an order by nearness, and back. */
  choice(items) {
    const { at, asking } = this.state;
    if (!items.some((lot) => lot.location)) return null;
    return [
      h('button', { type: 'button', class: 'quiet', id: 'near', disabled: asking, onClick: () => this.find() },
        at ? words.nearAgain : words.near),
      at && h('button', { type: 'button', class: 'quiet', id: 'by-name', onClick: () => this.setState({ at: null }) }, words.byName),
      !at && h('small', null, words.nearWhy),
    ];
  }

  /** @param free undefined: not asked yet; null: nobody answered; `away`: nobody answers any more */
  render({ free }, { at, all }) {
    if (free === undefined) return null;
    const items = free?.items ?? [];
    const ordered = this.ordered(items, at ?? null);
    const shown = all ? ordered : ordered.slice(0, FIRST);
    return h('section', { class: 'card free' },
      h('h2', null, words.free),
      free === null && h('p', { class: 'soft' }, words.freeAway),
      free !== null && items.length === 0 && h('p', { class: 'soft' }, words.freeNone),
      items.length > 0 && [
        h('p', { class: free.away ? 'warn' : 'soft' }, (free.away ? words.freeOld : words.freeAsOf)(ago(free.asOf))),
        this.choice(items),
        h('p', { class: 'order', role: 'status' }, this.told(items)),
      ],
      h('ul', { class: 'lots' }, shown.map((lot) => h(Lot, { key: lot.placeId, lot }))),
      shown.length < ordered.length && h('button', { type: 'button', class: 'quiet', id: 'all-lots', onClick: () =>
        this.setState({ all: true }) }, words.allLots(number(ordered.length))));
  }
}
