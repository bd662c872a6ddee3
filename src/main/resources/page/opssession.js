// One stay: what is known of it, and how it is put right.

import { Component, h } from './preact.js';
import { get, post, withQuery } from './opsapi.js';
import { Field, FormDialog, Reason } from './opsdialog.js';
import { statusTone } from './opsfind.js';
import { Path } from './opsall.js';
import { Asked, Pill, Title } from './opsparts.js';
import { ScanLine } from './opsscans.js';
import { at, inFours, long, words } from './opswords.js';
import { localIn, momentIn, zoneHint } from './opszone.js';

const SCANS = 10;

/** What a stay of each status can be put right to. */
const CORRECTIONS = { ACTIVE: ['COMPLETED', 'times', 'INVALID'], COMPLETED: ['times', 'ACTIVE', 'INVALID'], INVALID: ['ACTIVE'] };

/** What was typed in place of a moment, where it is another; a browser leaves seconds out that are none. */
const changedTo = (given, iso, zone) => ([given, `${given}:00`].includes(localIn(iso, zone)) ? undefined : momentIn(given, zone));

function Correct({ session, how, zone, onDone, onClose }) {
  const { sessionId, entry, exit } = session;
  const times = how === 'times';
  return h(FormDialog, { title: words.corrections[how], explains: words.correctionsWhy[how], sends: words.correct, warns: !times, onClose,
    onSend: async ({ reason, entryTime, exitTime }) => {
      const changed = times
        ? { entryTime: changedTo(entryTime, entry?.eventTime, zone), exitTime: changedTo(exitTime, exit?.eventTime, zone) }
        : { status: how };
      onDone(await post(`/v1/sessions/${sessionId}/correct`, { ...changed, reason }));
    } },
    times && entry && h(Field, { label: words.entry, name: 'entryTime', type: 'datetime-local', step: 1, hint: zoneHint(zone), defaultValue: localIn(entry.eventTime, zone) }),
    times && exit && h(Field, { label: words.exit, name: 'exitTime', type: 'datetime-local', step: 1, hint: zoneHint(zone), defaultValue: localIn(exit.eventTime, zone) }),
    h(Reason, { suggestions: words.correctReasons }));
}

const Fact = ({ name, children }) => [h('dt', null, name), h('dd', null, children)];

function Crossing({ name, crossing, timeZone }) {
  return h(Fact, { name }, crossing
    ? [at(crossing.eventTime, timeZone, true), crossing.laneId && [' · ', h('bdi', null, crossing.laneId)], crossing.passType && ` · ${words.passTypes[crossing.passType] ?? crossing.passType}`]
    : '–');
}

function Known({ session, place, places, may, onCorrect }) {
  const { status, credentialId, entry, exit, segments, flags, rightId } = session;
  const from = entry?.eventTime ?? segments[0]?.from;
  const to = exit?.eventTime ?? segments.at(-1)?.to ?? (status === 'ACTIVE' ? new Date().toISOString() : null);
  return [
    place && h(Path, { places, place: { ...place, placeId: '', parentId: place.placeId } }),
    h('div', { class: 'title' },
      h(Title, null, words.session),
      h('span', { class: 'marks' }, h(Pill, { tone: statusTone[status], id: 'session-status' }, words.sessionStatuses[status]),
        flags.map((flag) => h(Pill, { key: flag, tone: 'few' }, words.flags[flag] ?? flag)))),
    h('section', { class: 'card' },
      h('dl', { class: 'facts wide' },
        h(Fact, { name: words.place }, place ? h('a', { href: `#/place/${encodeURIComponent(place.placeId)}` }, h('bdi', null, place.name)) : session.placeId),
        h(Crossing, { name: words.entry, crossing: entry, timeZone: place?.timeZone }),
        h(Crossing, { name: words.exit, crossing: exit, timeZone: place?.timeZone }),
        h(Fact, { name: words.lasted }, from && to ? long(Date.parse(to) - Date.parse(from)) : '–'),
        h(Fact, { name: words.number_ }, credentialId ? h('a', { href: `#/find?visualNumber=${inFours(credentialId)}`, dir: 'ltr', class: 'mono' }, inFours(credentialId)) : '–'),
        h(Fact, { name: words.right }, rightId ? words.withRight : words.visitor),
        h(Fact, { name: words.session }, h('bdi', { dir: 'ltr', class: 'mono id' }, session.sessionId))),
      may('correct') && h('div', { class: 'buttons' }, CORRECTIONS[status].map((how) =>
        h('button', { key: how, type: 'button', class: 'quiet', 'data-how': how, onClick: () => onCorrect(how) }, words.corrections[how])))),
  ];
}

export class Session extends Component {
  state = { how: null };

  render({ route, places, may, tell }, { how }) {
    return h(Asked, { what: route.id, asks: () => get(`/v1/sessions/${route.id}`) }, (session, failed, again) => {
      if (failed) return [h(Title, null, words.session), h('p', { class: 'warn', role: 'alert' }, failed.status === 404 ? words.refused['not-found'] : words.notNow)];
      if (!session) return h('p', { class: 'note' }, words.waiting);
      const place = places.places.get(session.placeId);
      return [
        h(Known, { session, place, places, may, onCorrect: (way) => this.setState({ how: way }) }),
        session.credentialId && h(Asked, { what: session.sessionId, asks: () => get(withQuery('/v1/scans', { credentialId: session.credentialId, placeId: session.placeId, limit: SCANS })) },
          (scans) => scans?.items.length > 0 && h('section', { class: 'card', 'aria-labelledby': 'its-scans' },
            h('h2', { id: 'its-scans' }, words.itsScans),
            h('ol', { class: 'plain' }, scans.items.map((scan) => h(ScanLine, { key: scan.decisionId, scan, timeZone: place?.timeZone }))))),
        how && h(Correct, { session, how, zone: place?.timeZone, onClose: () => this.setState({ how: null }), onDone: () => {
          tell(words.corrected);
          again();
        } }),
      ];
    });
  }
}
