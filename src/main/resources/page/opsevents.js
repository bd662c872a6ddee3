// The events behind one indicator of a lot's day, as the service's own links list them.

import { h } from './preact.js';
import { get, withQuery } from './opsapi.js';
import { Path } from './opsall.js';
import { Asked, Pill, Title } from './opsparts.js';
import { at, inFours, long, number, reasonText, wordFor, words } from './opswords.js';

const LIMIT = 100;
const LATE_MS = 1_000;

export const eventsOf = (placeId, day, of) => `#/events/${encodeURIComponent(placeId)}?${new URLSearchParams({ day, of })}`;

async function listed(hrefs) {
  const pages = await Promise.all(hrefs.map((href) => get(`${href}&limit=${LIMIT}`)));
  return { items: pages.flatMap(({ items }) => items).sort((a, b) => b.seq - a.seq), more: pages.some(({ nextCursor }) => nextCursor) };
}

function Event({ event, timeZone }) {
  const { seq, kind, laneId, direction, reason, flags, currentCount, credentialId, sessionId, eventTime, receivedTime } = event;
  const lateMs = Date.parse(receivedTime) - Date.parse(eventTime);
  return h('li', { class: 'scan event', 'data-kind': kind },
    h('span', { class: 'mark', 'aria-hidden': true }, '·'),
    h('span', { class: 'said' }, h('strong', null, wordFor('eventKinds', kind)),
      h('small', { class: 'soft' },
        [laneId, words.directions[direction], reason, words.countThen(number(currentCount)), lateMs >= LATE_MS && words.knownLater(long(lateMs, true))].filter(Boolean).join(' · '),
        flags.map((flag) => h(Pill, { key: flag }, words.flags[flag] ?? reasonText(flag))))),
    h('time', { datetime: eventTime }, at(eventTime, timeZone, true)),
    h('span', { class: 'links' },
      h('span', { class: 'soft' }, `#${seq}`),
      credentialId && h('a', { href: `#/find?visualNumber=${inFours(credentialId)}`, dir: 'ltr' }, inFours(credentialId)),
      sessionId && h('a', { href: `#/session/${sessionId}` }, words.session)));
}

/** @param none what to say where there are none */
function Events({ hrefs, none, timeZone }) {
  return h(Asked, { what: hrefs.join(), asks: () => listed(hrefs) }, (found, failed) => [
    failed && h('p', { class: 'warn', role: 'alert' }, words.notNow),
    !found && !failed && h('p', { class: 'soft' }, words.waiting),
    found?.items.length === 0 && h('p', { class: 'soft' }, none),
    h('ol', { class: 'plain' }, found?.items.map((event) => h(Event, { key: event.seq, event, timeZone }))),
    found?.more && h('p', { class: 'soft' }, words.eventsMore),
  ]);
}

const OF = {
  delay: ({ delay: { events, late, offline, href } }, timeZone) => h('section', { class: 'card' },
    h('p', null, words.delayOf(number(events), number(late), number(offline))),
    h(Events, { hrefs: [href], none: words.noneLate, timeZone })),

  countError: ({ countError: { correctedCars, unmatched, exitsWithoutEntry, untold, href } }, timeZone) => h('section', { class: 'card' },
    h('p', null, words.errorOf(...[correctedCars, unmatched, exitsWithoutEntry, untold].map(number))),
    h(Events, { hrefs: href, none: words.noneWrong, timeZone })),

  lanes: ({ lanes: { lanes } }, timeZone) => lanes.map(({ laneId, observedSeconds, silentSeconds, silences, href }) =>
    h('section', { key: laneId, class: 'card', 'aria-labelledby': `events-${laneId}` },
      h('h2', { id: `events-${laneId}` }, h('bdi', null, laneId)),
      h('p', null, observedSeconds === 0 ? words.laneUnheard : words.laneUp(long(1000 * observedSeconds, true), long(1000 * silentSeconds, true))),
      silences.length > 0 && h('ul', { class: 'plain' }, silences.map(({ from, to }) =>
        h('li', { key: from }, h('strong', { class: 'bad' }, words.silentFrom), ' ', at(from, timeZone, true), ' – ', to ? at(to, timeZone, true) : words.now))),
      h(Events, { hrefs: [href], none: words.noneOfLane, timeZone }))),

  all: ({ start, end }, timeZone, path) => h('section', { class: 'card' },
    h(Events, { hrefs: [withQuery(`${path}/history`, { from: new Date(start).toISOString(), to: new Date(end).toISOString() })], none: words.noneAtAll, timeZone })),
};

export function EventsBehind({ route, places }) {
  const { day, of } = route.query;
  const place = places.places.get(route.id);
  if (!place || !OF[of]) return h(Title, null, words.missing);
  const path = `/v1/places/${encodeURIComponent(place.placeId)}`;
  return [
    h(Path, { places, place: { ...place, placeId: '', parentId: place.placeId } }),
    h(Title, null, words.behind[of], ': ', h('bdi', null, place.name)),
    h('nav', { class: 'ways', 'aria-label': words.health }, Object.keys(OF).map((each) =>
      h('a', { key: each, class: 'way', href: eventsOf(place.placeId, day, each), 'aria-current': each === of ? 'true' : null }, words.behind[each]))),
    h(Asked, { what: `${place.placeId} ${day}`, asks: () => get(withQuery(`${path}/health`, { from: day, to: day })) }, (health, failed) => [
      failed && h('p', { class: 'warn', role: 'alert' }, words.notNow),
      !health && !failed && h('p', { class: 'note' }, words.waiting),
      health && h('p', { class: 'soft', id: 'events-day' }, words.onDay(health.days[0].day)),
      health && h('div', { key: of, id: 'events' }, OF[of](health.days[0], place.timeZone, path)),
    ]),
  ];
}
