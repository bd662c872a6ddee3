// What the service knows of this phone's credential: where it may park, whether its car is inside, its last stays. Kept, so that
// it stands there without a network too, with the moment from which it is.

import { h } from './preact.js';
import { Refused, Why } from './refused.js';
import { Visitors } from './visitor.js';
import { moment, weekday, words } from './words.js';
import { zoneOf } from './zones.js';

function when({ validFrom, validUntil, recurring }, zone) {
  return [
    validFrom && Date.parse(validFrom) > Date.now() && words.from(moment(validFrom, zone)),
    validUntil ? words.until(moment(validUntil, zone)) : words.always,
    ...recurring.map(({ days, from, to }) => words.hours({ days: days.map(weekday).join(' '), from, to })),
  ].filter(Boolean).join(' · ');
}

function Rights({ mine }) {
  return h('section', { class: 'card' },
    h('h2', null, words.mayPark),
    mine.rights.length === 0 && h('p', { class: 'soft' }, words.mayParkNone),
    h('ul', { class: 'lots' }, mine.rights.map((right) =>
      h('li', null, h('span', null, h('bdi', null, right.placeName), h('small', null, when(right, zoneOf(mine, right.placeId))))))));
}

const stretch = (from, to, status, zone) => `${moment(from, zone)} – ${status === 'ACTIVE' ? '…' : to ? moment(to, zone) : words.noExit}`;

function Stays({ phone, onSent }) {
  const { sessions } = phone.mine;
  return h('section', { class: 'card' },
    h('h2', null, words.stays),
    sessions.length === 0 && h('p', { class: 'soft' }, words.staysNone),
    h('ul', { class: 'lots' }, sessions.map(({ sessionId, placeId, placeName, status, from, to }) =>
      h('li', { key: sessionId }, h('div', null, h('bdi', null, placeName),
        h('small', null, stretch(from, to, status, zoneOf(phone.mine, placeId))),
        h(Why, { phone, about: { sessionId }, onSent }))))));
}

function Lost() {
  return h('details', { class: 'card' },
    h('summary', null, words.lost),
    h('p', null, words.lostPhone),
    h('p', null, words.lostKey));
}

/** What a driver looks for first once the gate has answered. */
export function Inside({ phone: { mine } }) {
  if (!mine || mine.status === 'REPLACED') return null;
  const inside = mine.sessions.find((stay) => stay.status === 'ACTIVE');
  const zone = zoneOf(mine, (inside ?? mine.rights[0])?.placeId);
  return h('p', { class: 'card inside' }, inside ? words.inside(inside.placeName, moment(inside.from, zone)) : words.notInside,
    h('small', null, words.asOf(moment(mine.serverTime, zone))));
}

export function Mine({ phone, lots, onSent }) {
  const { mine } = phone;
  if (!mine || mine.status === 'REPLACED') return h(Lost);
  return [
    h(Refused, { phone, onSent }),
    h(Rights, { mine }),
    h(Visitors, { phone, lots, onSent }),
    h(Stays, { phone, onSent }),
    h(Lost),
  ];
}
